package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Foreign keys as InnoDB knows them: the information schema hides those of tables that the user may
 * not see, which delete or change rows all the same.
 */
final class EngineKeys {
  /** InnoDB writes any other character of a name as its code, {@code a@0020b}. */
  private static final Pattern CODED = Pattern.compile("@([0-9a-fA-F]{4})");

  /** Of any kind, because MySQL tells none of their kinds here. */
  private static final String QUERY = "SELECT for_name, ref_name FROM %s";

  private static final int ACCESS_DENIED = 1227;

  private EngineKeys() {}

  /** The tables that hold such keys into the table; empty where asking needs PROCESS. */
  static Optional<List<String>> from(
      Connection connection, String view, String schema, String table) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(QUERY.formatted(view))) {
        while (rows.next()) {
          if (plain(rows.getString(2)).equals(schema + "." + table)) {
            tables.add(plain(rows.getString(1)));
          }
        }
      }
      return Optional.of(tables);
    } catch (SQLException e) {
      if (e.getErrorCode() == ACCESS_DENIED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String plain(String name) {
    return CODED
        .matcher(name.replaceFirst("/", "."))
        .replaceAll(
            coded ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(coded.group(1), 16))));
  }
}
