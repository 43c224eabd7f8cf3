/** The conditions of a job file: parsed, restricted to reading, written for a dialect. */
@NullMarked
package org.quietus.policy.condition;

import org.jspecify.annotations.NullMarked;
