package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Foreign keys as InnoDB knows them: the information schema hides those of tables that the user may
 * not see, which delete or change rows all the same.
 *
 * @param view where they are listed, {@code _cols} behind it where their columns are
 * @param coded whether names are written as those of files, {@code a@0020b}
 */
record EngineKeys(String view, boolean coded) {
  /** Of any kind, because MySQL tells none of their kinds here. */
  private static final String QUERY =
      "SELECT %s, %s, %s, %s, c.ref_col_name FROM %s f JOIN %5$s_cols c ON c.id = f.id";

  private static final String FROM_OUTSIDE =
      "SELECT 1 FROM %s f WHERE LOWER(%s) = LOWER(?) AND BINARY %s <> BINARY ? LIMIT 1";

  private static final int ACCESS_DENIED = 1227;

  /**
   * The tables that hold such keys into the table, and the columns of it that these point at; empty
   * where asking needs PROCESS.
   */
  Optional<Map<String, Set<String>>> into(Connection connection, String schema, String table)
      throws SQLException {
    Map<String, Set<String>> columns = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(query())) {
        while (rows.next()) {
          if (schema.equals(rows.getString(3)) && table.equals(rows.getString(4))) {
            columns
                .computeIfAbsent(
                    rows.getString(1) + "." + rows.getString(2), holder -> new TreeSet<>())
                .add(rows.getString(5));
          }
        }
      }
      return Optional.of(columns);
    } catch (SQLException e) {
      if (e.getErrorCode() == ACCESS_DENIED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether a table of another schema holds one into this, some servers spelling its name their own
   * way; empty where asking needs PROCESS.
   */
  Optional<Boolean> fromOutside(Connection connection, String schema) throws SQLException {
    String query = FROM_OUTSIDE.formatted(view, schemaOf("f.ref_name"), schemaOf("f.for_name"));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema);
      statement.setString(2, schema);
      try (ResultSet rows = statement.executeQuery()) {
        return Optional.of(rows.next());
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == ACCESS_DENIED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String query() {
    return QUERY.formatted(
        schemaOf("f.for_name"),
        plain("SUBSTRING(f.for_name, LOCATE('/', f.for_name) + 1)"),
        schemaOf("f.ref_name"),
        plain("SUBSTRING(f.ref_name, LOCATE('/', f.ref_name) + 1)"),
        view);
  }

  private String schemaOf(String name) {
    return plain("SUBSTRING_INDEX(" + name + ", '/', 1)");
  }

  /** The server alone knows all the ways in which it writes letters in the names of files. */
  private String plain(String name) {
    return coded
        ? "CONVERT(CONVERT(CAST(" + name + " AS BINARY) USING filename) USING utf8mb4)"
        : name;
  }
}
