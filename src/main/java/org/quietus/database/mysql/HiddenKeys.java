package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.quietus.database.Dialect;

/**
 * Finds the tables whose foreign keys MariaDB hides from a user who may only read them: its
 * information schema lists no constraint of such a table, while {@code SHOW CREATE TABLE} does.
 */
final class HiddenKeys {
  private static final String WITHOUT_CONSTRAINTS =
      """
      SELECT t.table_name FROM information_schema.tables t
      WHERE t.table_schema = ? AND t.table_type = 'BASE TABLE' AND NOT EXISTS (
        SELECT 1 FROM information_schema.table_constraints c
        WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name)
      ORDER BY t.table_name\
      """;

  private HiddenKeys() {}

  /** The tables' names; empty if the information schema tells everything. */
  static List<String> in(Connection connection, String schema, Dialect dialect)
      throws SQLException {
    List<String> hidden = new ArrayList<>();
    for (String table : withoutConstraints(connection, schema)) {
      if (isDeclared(connection, dialect.qualified(schema, table))) {
        hidden.add(table);
      }
    }
    return hidden;
  }

  private static List<String> withoutConstraints(Connection connection, String schema)
      throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(WITHOUT_CONSTRAINTS)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
    }
    return tables;
  }

  private static boolean isDeclared(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
      return row.next() && row.getString(2).contains(" FOREIGN KEY (");
    }
  }
}
