package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.quietus.database.Dialect;

/**
 * Finds the tables whose foreign keys MariaDB hides from a user who may only read them: its
 * information schema lists no constraint of such a table, while {@code SHOW CREATE TABLE} does.
 */
final class HiddenKeys {
  /** Each with the schema spelt out: else the server opens every table of every schema. */
  private static final String TABLES =
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name\
      """;

  /** Not DISTINCT, which takes names for one that differ in case alone. */
  private static final String WITH_CONSTRAINTS =
      "SELECT table_name FROM information_schema.table_constraints WHERE table_schema = ?";

  private HiddenKeys() {}

  /** The tables' names; empty if the information schema tells everything. */
  static List<String> in(Connection connection, String schema, Dialect dialect)
      throws SQLException {
    Set<String> without = names(connection, TABLES, schema);
    without.removeAll(names(connection, WITH_CONSTRAINTS, schema));
    List<String> hidden = new ArrayList<>();
    for (String table : without) {
      if (isDeclared(connection, dialect.qualified(schema, table))) {
        hidden.add(table);
      }
    }
    return hidden;
  }

  private static Set<String> names(Connection connection, String query, String schema)
      throws SQLException {
    Set<String> names = new LinkedHashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  private static boolean isDeclared(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
      return row.next() && row.getString(2).contains(" FOREIGN KEY (");
    }
  }
}
