package org.quietus.backup.journal;

import org.quietus.policy.TableName;
import org.quietus.target.TableDue;

/**
 * Rows of one request in one table of a version that reading again found although they should be
 * gone, as the journal keeps them.
 *
 * @param request whose they are, empty for an object that should be gone as a whole
 * @param again whether they were worked off once more before, so that no later attempt waits for it
 */
public record DueRows(String request, String table, long rows, boolean again) {
  /** The object itself, which should be gone. */
  public static DueRows object(boolean again) {
    return new DueRows("", CountLine.OBJECTS, 1, again);
  }

  /** The rows that a line counts. */
  public static DueRows of(CountLine line, boolean again) {
    return new DueRows(line.request(), line.table(), line.changed(), again);
  }

  /** Adds what is still waited for, and what is not, to what is known of a table. */
  public TableDue plus(TableDue known) {
    return new TableDue(
        known.table(),
        known.due() + (again ? 0 : rows),
        known.withheld(),
        known.undated(),
        known.failed() + (again ? rows : 0),
        known.queryDigest());
  }

  /** Whether the rows are in a table of that name. */
  public boolean isIn(TableName name) {
    return name.table().equals(table);
  }
}
