package org.quietus.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.quietus.catalog.Comments;

/** Reads what people have written in a database about its tables and columns. */
public final class CommentReader {
  private CommentReader() {}

  /** The comments of one schema's tables and columns. */
  public static Comments read(Connection connection, String schema) throws SQLException {
    String query = Dialects.of(connection).catalogQueries().comments();
    Map<String, String> tables = new TreeMap<>();
    Map<String, Map<String, String>> columns = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int n = 1; n <= parameters; n++) {
        statement.setString(n, schema);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(2);
          if (column == null) {
            tables.put(rows.getString(1), rows.getString(3));
          } else {
            columns
                .computeIfAbsent(rows.getString(1), table -> new TreeMap<>())
                .put(column, rows.getString(3));
          }
        }
      }
    }
    return new Comments(tables, columns);
  }
}
