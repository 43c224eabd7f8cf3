package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quietus.target.OwnerLock;

/** The database's named lock, on a connection of its own outside any pool. */
public final class NamedLock implements OwnerLock {
  private static final String NAME = "quietus.run";
  private static final int ANSWER_SECONDS = 10;

  private final DatabaseConnections connections;
  private final Dialect dialect;
  private @Nullable Connection connection;

  /** The lock of runs, not taken yet. */
  public NamedLock(DatabaseConnections connections, Dialect dialect) {
    this.connections = connections;
    this.dialect = dialect;
  }

  @Override
  public boolean tryTake(Duration patience) {
    try {
      return dialect.tryNamedLock(connected(), NAME, patience);
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("taking the run's lock", e);
    }
  }

  @Override
  public boolean isFree() {
    try {
      return dialect.isNamedLockFree(connected(), NAME);
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("looking at the run's lock", e);
    }
  }

  @Override
  public boolean isAlive() {
    try {
      return connected().isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    Connection held = connection;
    if (held != null) {
      try (held) {
        dialect.releaseNamedLock(held, NAME);
      } catch (SQLException e) {
        // it ended with its connection
      }
    }
  }

  private Connection connected() throws SQLException {
    Connection there = connection;
    if (there == null) {
      there = connections.getConnection();
      connection = there;
    }
    return there;
  }
}
