package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Advisory locks, by name: those of a session end with the connection, not with a transaction. */
final class AdvisoryLock {
  private static final long PAUSE_MILLIS = 100;

  /** The number that stands for a name in this database. */
  private static final String NUMBER = "hashtextextended(?, 0)";

  private AdvisoryLock() {}

  static boolean tryTake(Connection connection, String name, Duration timeout) throws SQLException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!isTrue(connection, "SELECT pg_try_advisory_lock(" + NUMBER + ")", name)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      pause(Math.min(PAUSE_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
    }
    return true;
  }

  static boolean release(Connection connection, String name) throws SQLException {
    return isTrue(connection, "SELECT pg_advisory_unlock(" + NUMBER + ")", name);
  }

  static boolean isFree(Connection connection, String name) throws SQLException {
    return isTrue(
        connection,
        "SELECT NOT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            + " CROSS JOIN (SELECT "
            + NUMBER
            + " AS number) n WHERE l.locktype = 'advisory' AND d.datname = current_database()"
            + " AND l.objsubid = 1 AND l.granted"
            + " AND l.classid::bigint = (n.number >> 32) & 4294967295"
            + " AND l.objid::bigint = n.number & 4294967295)",
        name);
  }

  /** Ends with the transaction; {@code name} is ours, and needs no quoting. */
  static String ofTransaction(String name, boolean shared) {
    return "SELECT pg_advisory_xact_lock"
        + (shared ? "_shared" : "")
        + "("
        + NUMBER.replace("?", "'" + name + "'")
        + ")";
  }

  private static boolean isTrue(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void pause(long millis) throws SQLException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a lock");
    }
  }
}
