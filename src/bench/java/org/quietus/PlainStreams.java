package org.quietus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
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
    List<Callable<Long>> parts = new ArrayList<>();
    for (int n = 0; n < SESSIONS; n++) {
      long behind = rows / SESSIONS * n;
      String upTo =
          n == SESSIONS - 1 ? "" : " AND %s.id <= %d".formatted(table, rows / SESSIONS * (n + 1));
      parts.add(() -> stream(due + upTo, behind));
    }
    return together(parts);
  }

  private static long together(List<Callable<Long>> parts) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      long changed = 0;
      for (Future<Long> part : threads.invokeAll(parts)) {
        changed += part.get();
      }
      return changed;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The same where few rows are due. */
  long workOfFew(String due) throws Exception {
    List<Long> keys = new ArrayList<>();
    try (Connection connection = server.connect(BenchPlace.SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT id FROM %s WHERE %s".formatted(table, due))) {
      while (found.next()) {
        keys.add(found.getLong(1));
      }
    }
    Collections.sort(keys);
    int half = (keys.size() + SESSIONS - 1) / SESSIONS;
    List<Callable<Long>> parts = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += half) {
      List<Long> some = keys.subList(from, Math.min(keys.size(), from + half));
      parts.add(() -> streamOf(some, due));
    }
    return together(parts);
  }

  private long streamOf(List<Long> keys, String due) throws SQLException {
    long changed = 0;
    try (Connection connection = session();
        Statement statement = connection.createStatement()) {
      for (int from = 0; from < keys.size(); from += ROWS) {
        String some =
            keys.subList(from, Math.min(keys.size(), from + ROWS)).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " WHERE id IN (", ") AND " + due));
        try (ResultSet locked =
            statement.executeQuery("SELECT id FROM " + table + some + " FOR UPDATE")) {
          while (locked.next()) {
            locked.getLong(1);
          }
        }
        for (String change : changes) {
          changed += statement.executeUpdate(change + some);
        }
        connection.commit();
      }
    }
    return changed;
  }

  private Connection session() throws SQLException {
    Connection connection = server.connect(BenchPlace.SCHEMA);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    return connection;
  }

  private long stream(String due, long behind) throws SQLException {
    long changed = 0;
    try (Connection connection = session();
        Statement statement = connection.createStatement()) {
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
