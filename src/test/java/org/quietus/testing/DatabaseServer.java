package org.quietus.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database that tests may fill, kill and start again. */
public interface DatabaseServer {

  /**
   * What it calls itself, in lower case: {@code h2}, {@code mariadb}, {@code mysql} or {@code
   * postgres}.
   */
  String product();

  /** The URL of one schema, without any of the product's own connection properties. */
  String jdbcUrl(String schema);

  /** A user who may do everything. */
  String username();

  /** The password of {@link #username()}. */
  String password();

  /** Makes an empty schema, in place of one that has this name already. */
  void createSchema(String name) throws SQLException;

  /** Ends the server as a power failure would; open connections break. */
  void kill9();

  /** Starts the server again on the same data and the same URL, and waits until it answers. */
  void restart();

  /** Ends the server and removes its data. */
  void stop();

  /** A plain connection, in auto-commit mode, with the driver's defaults. */
  default Connection connect(String schema) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(schema), username(), password());
  }

  /** Makes an empty schema named after a test class, and returns that name. */
  default String freshSchema(Class<?> test) throws SQLException {
    String name = test.getSimpleName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase();
    createSchema(name);
    return name;
  }
}
