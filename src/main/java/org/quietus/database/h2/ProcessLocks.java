package org.quietus.database.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Named locks for H2, which has none. Its database file is open in one process at a time, so locks
 * within the process are enough; like a server's they end with the connection that took them.
 */
final class ProcessLocks {

  private static final Map<Lock, Connection> OWNERS = new HashMap<>();

  private ProcessLocks() {}

  static boolean tryLock(String database, String name, Connection connection, Duration timeout)
      throws SQLException {
    Lock lock = new Lock(database, name);
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (OWNERS) {
      while (!isFree(lock) && OWNERS.get(lock) != connection) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
      }
      OWNERS.put(lock, connection);
      return true;
    }
  }

  static boolean release(String database, String name, Connection connection) {
    synchronized (OWNERS) {
      boolean held = OWNERS.remove(new Lock(database, name), connection);
      OWNERS.notifyAll();
      return held;
    }
  }

  static boolean isFree(String database, String name) throws SQLException {
    synchronized (OWNERS) {
      return isFree(new Lock(database, name));
    }
  }

  private static boolean isFree(Lock lock) throws SQLException {
    Connection owner = OWNERS.get(lock);
    return owner == null || owner.isClosed();
  }

  /** Also wakes by itself: an owner that closes its connection tells nobody. */
  private static void await(long nanos) throws SQLException {
    try {
      TimeUnit.NANOSECONDS.timedWait(OWNERS, Math.max(nanos, 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a lock");
    }
  }

  private record Lock(String database, String name) {}
}
