/** Streaming rewriters for backup formats; they know no bucket. */
@NullMarked
package org.quietus.format;

import org.jspecify.annotations.NullMarked;
