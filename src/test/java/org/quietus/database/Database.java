package org.quietus.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.PostgresDdl;

/** A fresh schema of a test server, reached as the product reaches it. */
final class Database implements AutoCloseable {

  private final DatabaseConnections connections;
  private final Connection connection;
  private final Dialect dialect;

  private Database(DatabaseConnections connections) throws SQLException {
    this.connections = connections;
    this.connection = connections.getConnection();
    this.dialect = Dialects.of(connection);
  }

  static Database fresh(DatabaseServer server, Class<?> test) throws SQLException {
    return reached(server, server.freshSchema(test), server.username(), server.password());
  }

  static Database reached(DatabaseServer server, String schema, String user, String password)
      throws SQLException {
    return new Database(
        new DatabaseConnections(
            server.jdbcUrl(schema), new Credential(user, new Secret(password))));
  }

  Dialect dialect() {
    return dialect;
  }

  Connection connection() {
    return connection;
  }

  Connection another() throws SQLException {
    return connections.getConnection();
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(isPostgres() ? PostgresDdl.spelled(sql) : sql);
      }
    }
  }

  private boolean isPostgres() {
    return dialect.controlFolder().equals("postgres");
  }

  /** The first column of each row. */
  List<@Nullable String> texts(String sql) throws SQLException {
    return texts(SqlFragment.of(sql));
  }

  /** The first column of each row. */
  List<@Nullable String> texts(SqlFragment query) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    try (var statement = connection.prepareStatement(query.sql())) {
      query.bind(statement, 1);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
