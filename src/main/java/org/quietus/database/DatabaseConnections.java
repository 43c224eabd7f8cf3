package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.DatabaseSettings;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * New connections to one database, each under the session rules of its dialect; a pool may stand in
 * front. The driver's messages can quote values: they belong neither in a log nor in an exception.
 */
public final class DatabaseConnections extends DriverManagerDataSource {
  /** A server that accepts a connection and then says nothing is given up after this time. */
  private static final Duration GREETING = Duration.ofSeconds(30);

  /** The longest that one statement may take while a catalog is read. */
  private static final Duration CATALOG = Duration.ofMinutes(5);

  private static final Duration NONE = Duration.ofMillis(Integer.MAX_VALUE);

  private final Duration greeting;
  private final String complete;
  private final OptionalInt readLimit;
  private final AtomicReference<@Nullable Connection> spare = new AtomicReference<>();

  /**
   * Connects with the given credential.
   *
   * @throws IllegalArgumentException if the URL cannot be used, see {@link DatabaseUrl#complete}
   */
  public DatabaseConnections(String url, DatabaseSettings.Credential credential) {
    this(url, credential, GREETING);
  }

  DatabaseConnections(String url, DatabaseSettings.Credential credential, Duration greeting) {
    super(DatabaseUrl.complete(url), credential.username(), credential.password().reveal());
    this.greeting = greeting;
    complete = DatabaseUrl.complete(url);
    readLimit = DatabaseUrl.readLimitMillis(complete);
  }

  /** A connection on which no statement may take longer than reading a catalog ever does. */
  public Connection getConnectionToLook() throws SQLException {
    Connection connection = getConnection();
    limit(connection, CATALOG);
    return connection;
  }

  private void limit(Connection connection, Duration limit) throws SQLException {
    if (readLimit.isPresent()) {
      long millis = Math.min(readLimit.getAsInt(), limit.toMillis());
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(millis));
    }
  }

  /** Keeps a connection that was made here for whoever asks next: each costs a TLS handshake. */
  public void keep(Connection connection) throws SQLException {
    limit(connection, NONE);
    closeUnless(spare.compareAndSet(null, connection), connection);
  }

  /** Closes what is kept. */
  public void closeSpare() throws SQLException {
    closeUnless(false, spare.getAndSet(null));
  }

  private static void closeUnless(boolean kept, @Nullable Connection connection)
      throws SQLException {
    if (!kept && connection != null) {
      connection.close();
    }
  }

  @Override
  protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
    Connection kept = spare.getAndSet(null);
    return kept == null ? made(properties) : kept;
  }

  private Connection made(Properties properties) throws SQLException {
    readLimit.ifPresent(
        millis ->
            properties.setProperty(
                "socketTimeout",
                String.valueOf(
                    DatabaseUrl.inUnits(complete, Math.min(millis, greeting.toMillis())))));
    Connection connection = super.getConnectionFromDriver(properties);
    try (Statement statement = connection.createStatement()) {
      for (String rule : Dialects.of(connection).sessionSetup(connection)) {
        statement.execute(rule);
      }
      limit(connection, NONE);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
