/** PostgreSQL. */
@NullMarked
package org.quietus.database.postgres;

import org.jspecify.annotations.NullMarked;
