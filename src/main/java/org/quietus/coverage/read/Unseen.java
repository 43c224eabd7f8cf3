package org.quietus.coverage.read;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import org.quietus.database.Dialect;
import org.quietus.database.StatementFailure;

/**
 * What could not be looked at.
 *
 * @param what a table, or a reference
 * @param why for people, without what the driver said
 */
public record Unseen(String what, String why) {

  static Unseen because(String what, SQLException failure, Dialect dialect) {
    if (failure instanceof SQLTimeoutException) {
      return new Unseen(what, "took too long");
    }
    return dialect.failure(failure).filter(StatementFailure.DENIED::equals).isPresent()
        ? new Unseen(what, "the user may not read it")
        : new Unseen(
            what,
            "cannot be read (SQL state %s, vendor code %d)"
                .formatted(failure.getSQLState(), failure.getErrorCode()));
  }

  /** Whether there is time left; notes what is left out if there is none. */
  static boolean unlessOver(TimeLimit time, String what, List<Unseen> unread) {
    boolean over = time.isOver();
    if (over) {
      unread.add(new Unseen(what, "no time was left"));
    }
    return !over;
  }
}
