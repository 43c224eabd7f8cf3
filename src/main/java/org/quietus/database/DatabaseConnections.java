package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.quietus.policy.DatabaseSettings;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * New connections to one database, each under the session rules of its dialect; a pool may stand in
 * front. The driver's messages can quote values: they belong neither in a log nor in an exception.
 */
public final class DatabaseConnections extends DriverManagerDataSource {

  /**
   * Connects with the given credential.
   *
   * @throws IllegalArgumentException if the URL cannot be used, see {@link DatabaseUrl#complete}
   */
  public DatabaseConnections(String url, DatabaseSettings.Credential credential) {
    super(DatabaseUrl.complete(url), credential.username(), credential.password().reveal());
  }

  @Override
  protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
    Connection connection = super.getConnectionFromDriver(properties);
    try (Statement statement = connection.createStatement()) {
      for (String rule : Dialects.of(connection).sessionSetup()) {
        statement.execute(rule);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
