package org.quietus.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every column of every row of every table of a schema, as text that can be compared. */
public final class TableRows {
  private final Connection connection;
  private final boolean mysql;

  private TableRows(Connection connection) throws SQLException {
    this.connection = connection;
    String product = connection.getMetaData().getDatabaseProductName();
    this.mysql = product.equals("MySQL") || product.equals("MariaDB");
  }

  /** By table, its rows in an order of their own; binary and geometry columns as hex digits. */
  public static Map<String, List<String>> of(Connection connection, String schema)
      throws SQLException {
    TableRows reader = new TableRows(connection);
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : reader.names(schema)) {
      tables.put(table, reader.rows(schema, table));
    }
    return tables;
  }

  private List<String> names(String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    String[] kinds = {"TABLE", "BASE TABLE"};
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(mysql ? schema : null, mysql ? null : schema, "%", kinds)) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  private List<String> rows(String schema, String table) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    String name = quote + schema + quote + "." + quote + table + quote;
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("SELECT * FROM " + name)) {
      ResultSetMetaData columns = all.getMetaData();
      while (all.next()) {
        List<String> row = new ArrayList<>();
        for (int n = 1; n <= columns.getColumnCount(); n++) {
          row.add(columns.getColumnName(n) + "=" + text(all, n, columns.getColumnType(n)));
        }
        rows.add(String.join(" | ", row));
      }
    }
    Collections.sort(rows);
    return rows;
  }

  private static String text(ResultSet row, int column, int type) throws SQLException {
    boolean binary =
        switch (type) {
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
          default -> false;
        };
    if (!binary) {
      return String.valueOf(row.getString(column));
    }
    byte[] bytes = row.getBytes(column);
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }
}
