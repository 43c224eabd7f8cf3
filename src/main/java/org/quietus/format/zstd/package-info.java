/** Zstandard (RFC 8878), of several frames too. */
@NullMarked
package org.quietus.format.zstd;

import org.jspecify.annotations.NullMarked;
