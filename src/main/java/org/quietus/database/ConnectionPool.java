package org.quietus.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.quietus.policy.DatabaseSettings;
import org.quietus.target.InDatabase;

/** The connections of one user that a process keeps; it makes none before one is asked for. */
public final class ConnectionPool implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 40;
  private static final long PATIENCE_MILLIS = 5_000;

  private final DatabaseConnections connections;
  private final HikariDataSource pool;

  /** The pool of the user that works; it connects when somebody asks. */
  public static ConnectionPool toWork(DatabaseSettings settings, DatabaseConnections connections) {
    return new ConnectionPool("quietus", settings.name(), connections);
  }

  private ConnectionPool(String name, String database, DatabaseConnections connections) {
    this.connections = connections;
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setPoolName(name);
    config.setExceptionOverride(new Noting(database));
    this.pool =
        new HikariDataSource(config) {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              return super.getConnection();
            } catch (SQLException e) {
              throw InDatabase.noted(e, database);
            }
          }
        };
  }

  /** Hears of whatever a connection or statement throws, and decides nothing. */
  private record Noting(String database) implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
      InDatabase.noted(failure, database);
      return SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }

  /** The pool of the user that verifies; empty if the settings name none. */
  public static Optional<ConnectionPool> toVerify(DatabaseSettings settings) {
    return settings
        .verify()
        .map(user -> new DatabaseConnections(settings.url(), user))
        .map(connections -> new ConnectionPool("quietus-verify", settings.name(), connections));
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
