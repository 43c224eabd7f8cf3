/** From YAML to the records of a job file, with every problem at its line. */
@NullMarked
package org.quietus.policy.read;

import org.jspecify.annotations.NullMarked;
