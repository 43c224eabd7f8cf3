package org.quietus.pack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one table, numbering them from 1 in its first column, some hundreds at a time
 * so that memory does not grow with their number.
 */
final class Rows implements AutoCloseable {
  private static final int AT_A_TIME = 500;

  /** A place on the earth in degrees, for a column of points. */
  record Place(String longitude, String latitude) {}

  private final Connection connection;
  private final String table;
  private final boolean h2;
  private @Nullable PreparedStatement statement;
  private long rows;

  Rows(Connection connection, String table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.h2 =
        connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT).equals("h2");
  }

  /** Adds a row; every row of a table has the same columns, of the same kinds. */
  void add(@Nullable Object... values) throws SQLException {
    if (statement == null) {
      statement = prepare(values);
    }
    rows++;
    statement.setLong(1, rows);
    for (int column = 0; column < values.length; column++) {
      Object value = values[column];
      statement.setObject(
          column + 2,
          value instanceof Place place
              ? "POINT(" + place.longitude + " " + place.latitude + ")"
              : value);
    }
    statement.addBatch();
    if (rows % AT_A_TIME == 0) {
      statement.executeBatch();
    }
  }

  private PreparedStatement prepare(@Nullable Object... values) throws SQLException {
    List<String> places = new ArrayList<>(List.of("?"));
    for (Object value : values) {
      places.add(value instanceof Place && !h2 ? "ST_GeomFromText(?)" : "?");
    }
    return connection.prepareStatement(
        "INSERT INTO " + table + " VALUES (" + String.join(", ", places) + ")");
  }

  @Override
  public void close() throws SQLException {
    if (statement != null) {
      try (PreparedStatement last = statement) {
        last.executeBatch();
      }
    }
  }
}
