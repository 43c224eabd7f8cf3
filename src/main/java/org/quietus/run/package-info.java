/** The only package that knows Spring Batch: jobs, slots, claims, fencing, stop. */
@NullMarked
package org.quietus.run;

import org.jspecify.annotations.NullMarked;
