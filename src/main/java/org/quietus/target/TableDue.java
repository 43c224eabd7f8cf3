package org.quietus.target;

import org.quietus.policy.TableName;

/**
 * How many rows of a table should be gone and are still there.
 *
 * @param withheld rows that would be among them but for a hold or restriction
 * @param undated rows kept for a period that cannot be counted for them
 * @param failed rows that should be gone, and stayed when they were worked off once more
 * @param queryDigest SHA-256 of the counting query's text, or, of backups, of what was checked in
 *     which versions; lower-case hex
 */
public record TableDue(
    TableName table, long due, Withheld withheld, long undated, long failed, String queryDigest) {

  /** A table of which nothing failed. */
  public TableDue(TableName table, long due, Withheld withheld, long undated, String queryDigest) {
    this(table, due, withheld, undated, 0, queryDigest);
  }

  /** A table in which every kept row has a date. */
  public TableDue(TableName table, long due, Withheld withheld, String queryDigest) {
    this(table, due, withheld, 0, queryDigest);
  }

  /** A table of which nothing is held. */
  public TableDue(TableName table, long due, String queryDigest) {
    this(table, due, Withheld.NOTHING, 0, queryDigest);
  }
}
