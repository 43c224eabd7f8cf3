package org.quietus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.DatabaseServer;

/**
 * The least that can be done to change due rows in small transactions of which it is known what
 * they changed: two sessions, each with a half of the keys, lock some thousand due rows, change
 * what is due up to the last of them with what hangs on it, and commit. What they take is the limit
 * for everybody who works in chunks, in that many sessions, on that server.
 *
 * @param table whose primary key is {@code id}
 * @param changes begin the statements that change rows, up to WHERE, in their order
 */
record PlainStreams(
    DatabaseServer server, PurgeProduct product, String table, List<String> changes) {
  private static final int SESSIONS = 2;
  private static final int ROWS = 5000;

  /** Works off a table of so many rows; returns how many it changed. */
  long work(String due, long rows) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      List<Future<Long>> parts = new ArrayList<>();
      for (int n = 0; n < SESSIONS; n++) {
        long behind = rows / SESSIONS * n;
        String upTo =
            n == SESSIONS - 1 ? "" : " AND %s.id <= %d".formatted(table, rows / SESSIONS * (n + 1));
        parts.add(threads.submit(() -> stream(due + upTo, behind)));
      }
      long changed = 0;
      for (Future<Long> part : parts) {
        changed += part.get();
      }
      return changed;
    } finally {
      threads.shutdownNow();
    }
  }

  private long stream(String due, long behind) throws SQLException {
    long changed = 0;
    try (Connection connection = server.connect(BenchPlace.SCHEMA);
        Statement statement = connection.createStatement()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      int rows = ROWS / changes.size();
      long position = behind;
      int found;
      do {
        found = 0;
        long last = position;
        try (ResultSet locked =
            statement.executeQuery(
                "SELECT id FROM %s%s WHERE id > %d AND %s ORDER BY id LIMIT %d FOR UPDATE"
                    .formatted(table, product.alongKey(), position, due, rows))) {
          while (locked.next()) {
            last = locked.getLong(1);
            found++;
          }
        }
        for (String change : found > 0 ? changes : List.<String>of()) {
          changed +=
              statement.executeUpdate(
                  "%s WHERE %s.id > %d AND %s.id <= %d AND %s"
                      .formatted(change, table, position, table, last, due));
        }
        connection.commit();
        position = last;
      } while (found == rows);
    }
    return changed;
  }
}
