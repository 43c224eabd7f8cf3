/** Plain dumps by {@code pg_dump}, of PostgreSQL. */
@NullMarked
package org.quietus.format.pgdump;

import org.jspecify.annotations.NullMarked;
