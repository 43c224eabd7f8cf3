/** What the rows of a database say about coverage: shapes of sampled values, and orphans. */
@NullMarked
package org.quietus.coverage.read;

import org.jspecify.annotations.NullMarked;
