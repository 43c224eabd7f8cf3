package org.quietus;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.quietus.testing.ControlSchemaRows;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;
import org.quietus.testing.PostgresDdl;
import org.quietus.testing.Servers;
import org.quietus.testing.TableRows;

/** A database product that the {@link Shop} can be opened on. */
record ShopEngine(DatabaseServer server, Shop.Columns columns) {

  private static final Shop.Columns H2 =
      new Shop.Columns(
          "TIMESTAMP(6)",
          "TIMESTAMP(6) WITH TIME ZONE",
          "TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
          "",
          "");

  private static final Shop.Columns MYSQL =
      new Shop.Columns(
          "DATETIME(6)",
          "TIMESTAMP(6)",
          "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
          "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci",
          "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

  private static final Shop.Columns POSTGRES =
      new Shop.Columns(
          "TIMESTAMP(6)",
          "TIMESTAMP(6) WITH TIME ZONE",
          "TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP",
          "",
          "");

  static ShopEngine h2(Path directory) {
    return new ShopEngine(new H2Server(directory), H2);
  }

  /** The server that the tests share. */
  static ShopEngine shared() {
    return on(Servers.shared());
  }

  /** A server of any product but H2. */
  static ShopEngine on(DatabaseServer server) {
    return new ShopEngine(server, server.product().equals("postgres") ? POSTGRES : MYSQL);
  }

  /** A PostgreSQL of a version of its own. */
  static ShopEngine postgres(DatabaseServer server) {
    return new ShopEngine(server, POSTGRES);
  }

  boolean isPostgres() {
    return server.product().equals("postgres");
  }

  boolean isH2() {
    return server.product().equals("h2");
  }

  /** A MariaDB, whatever server was chosen. */
  static ShopEngine mariaDb() {
    return new ShopEngine(Servers.mariaDb(), MYSQL);
  }

  /** An empty schema in place of what there was, and a server that knows of no earlier run. */
  void fresh(String schema) throws SQLException {
    if (server instanceof H2Server h2) { // each database has a control schema of its own
      h2.createSchemaWithControl(schema);
      return;
    }
    server.createSchema(schema);
    try (Connection connection = server.connect("")) {
      ControlSchemaRows.reset(connection);
    }
  }

  /** The same on a server that no job has been run on yet. */
  void untouched(String schema) throws SQLException {
    server.createSchema(schema);
    if (!isH2()) {
      execute("", "DROP SCHEMA IF EXISTS quietus" + (isPostgres() ? " CASCADE" : ""));
    }
  }

  /** The tables of the shop with their rows, in a schema that has none. */
  void fill(String schema) throws SQLException {
    try (Connection connection = connect(schema)) {
      Shop shop = new Shop(connection, columns);
      shop.create();
      shop.fill();
    }
  }

  void execute(String schema, String... statements) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(isPostgres() ? PostgresDdl.spelled(sql) : sql);
      }
    }
  }

  Map<String, List<String>> rows(String schema) throws SQLException {
    try (Connection connection = connect(schema)) {
      return TableRows.of(connection, isH2() ? "public" : schema);
    }
  }

  /** Every row of the control schema. */
  Map<String, List<String>> control(String schema) throws SQLException {
    try (Connection connection = connect(schema)) {
      return TableRows.of(connection, "quietus");
    }
  }

  /** A connection that reads and writes instants in UTC. */
  Connection connect(String schema) throws SQLException {
    Connection connection = server.connect(schema);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          isH2() || isPostgres() ? "SET TIME ZONE 'UTC'" : "SET time_zone = '+00:00'");
    }
    return connection;
  }
}
