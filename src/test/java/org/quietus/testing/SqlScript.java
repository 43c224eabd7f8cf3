package org.quietus.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Executes a script as a command-line client does: a statement ends with the delimiter at the end
 * of a line, and {@code DELIMITER} changes it. Schemas are neither made nor changed: the
 * connection's own is filled.
 */
public final class SqlScript {

  private SqlScript() {}

  /** Loads the Sakila sample database from the folder that {@code QUIETUS_TEST_DATA} names. */
  public static void loadSakila(Connection connection) throws SQLException, IOException {
    Path folder = Path.of(System.getenv("QUIETUS_TEST_DATA"), "sakila");
    run(connection, folder.resolve("sakila-schema.sql"), "sakila");
    run(connection, folder.resolve("sakila-data.sql"), "sakila");
  }

  /**
   * Executes the whole file, in UTF-8.
   *
   * @param schema the name that the script has for the schema, which qualified names lose
   */
  public static void run(Connection connection, Path file, String schema)
      throws SQLException, IOException {
    String delimiter = ";";
    StringBuilder sql = new StringBuilder();
    try (BufferedReader lines = Files.newBufferedReader(file);
        Statement statement = connection.createStatement()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("DELIMITER ")) {
          delimiter = line.substring("DELIMITER ".length()).strip();
        } else if (line.stripTrailing().endsWith(delimiter)) {
          sql.append(line, 0, line.lastIndexOf(delimiter));
          if (!isAboutSchemas(sql.toString())) {
            statement.execute(sql.toString().replaceAll("\\b" + schema + "\\.", ""));
          }
          sql.setLength(0);
        } else if (!(sql.isEmpty() && (line.isBlank() || line.startsWith("--")))) {
          sql.append(line).append('\n');
        }
      }
    }
  }

  private static boolean isAboutSchemas(String sql) {
    return sql.startsWith("USE ")
        || sql.startsWith("CREATE SCHEMA ")
        || sql.startsWith("DROP SCHEMA ");
  }
}
