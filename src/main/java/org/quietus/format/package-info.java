/**
 * Streaming readers and rewriters for backup formats: a row predicate and column changes go in, an
 * unchanged rest comes out. Start reading at {@link org.quietus.format.Format}; this package knows
 * no bucket and no database.
 */
@NullMarked
package org.quietus.format;

import org.jspecify.annotations.NullMarked;
