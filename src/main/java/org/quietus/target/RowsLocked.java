package org.quietus.target;

/**
 * Somebody else holds a lock on rows that a chunk would pass; it must be rolled back, and done
 * again row by row.
 */
public final class RowsLocked extends RuntimeException {
  public RowsLocked(String table) {
    super("somebody else has locked rows of " + table);
  }
}
