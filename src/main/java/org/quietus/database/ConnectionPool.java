package org.quietus.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.quietus.policy.DatabaseSettings;

/** The connections of one user that a process keeps; it makes none before one is asked for. */
public final class ConnectionPool implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 40;
  private static final long PATIENCE_MILLIS = 5_000;

  private final DatabaseConnections connections;
  private final HikariDataSource pool;

  /** A pool of that name, for logs; it connects when somebody asks. */
  public ConnectionPool(String name, DatabaseConnections connections) {
    this.connections = connections;
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setPoolName(name);
    this.pool = new HikariDataSource(config);
  }

  /** The pool of the user that verifies; empty if the settings name none. */
  public static Optional<ConnectionPool> toVerify(DatabaseSettings settings) {
    return settings
        .verify()
        .map(user -> new DatabaseConnections(settings.url(), user))
        .map(connections -> new ConnectionPool("quietus-verify", connections));
  }

  /** Hands out its connections. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
    try {
      connections.closeSpare();
    } catch (SQLException e) {
      // it ends with the process
    }
  }
}
