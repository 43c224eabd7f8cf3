package org.quietus.database.engine;

import org.quietus.database.SqlFragment;

/**
 * Rows that are not acted on.
 *
 * @param why as it is recorded
 */
record Leaving(SqlFragment rows, String why) {}
