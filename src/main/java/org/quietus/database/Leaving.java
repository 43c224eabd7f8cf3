package org.quietus.database;

/**
 * Rows that are not acted on.
 *
 * @param why as it is recorded
 */
record Leaving(SqlFragment rows, String why) {}
