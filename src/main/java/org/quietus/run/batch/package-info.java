/** The Spring Batch job of a run: slots, chunks and the stop; alone in knowing Spring Batch. */
@NullMarked
package org.quietus.run.batch;

import org.jspecify.annotations.NullMarked;
