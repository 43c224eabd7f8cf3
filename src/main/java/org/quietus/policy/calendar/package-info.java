/** Which days are worked. */
@NullMarked
package org.quietus.policy.calendar;

import org.jspecify.annotations.NullMarked;
