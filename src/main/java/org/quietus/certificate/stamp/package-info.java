/** RFC 3161 time-stamps of checkpoints. */
@NullMarked
package org.quietus.certificate.stamp;

import org.jspecify.annotations.NullMarked;
