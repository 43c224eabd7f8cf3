/** The control schema beside the data: fence, lock, queue, approvals and the watch on holds. */
@NullMarked
package org.quietus.control;

import org.jspecify.annotations.NullMarked;
