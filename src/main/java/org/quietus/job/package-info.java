/**
 * What the commands see of a job that is open: the desks, what they take and what they give back.
 */
@NullMarked
package org.quietus.job;

import org.jspecify.annotations.NullMarked;
