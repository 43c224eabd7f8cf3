package org.quietus.pack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one table, numbering them from 1 in its first column, some hundreds by one
 * statement and some thousands in one transaction, so that neither memory here nor what the server
 * keeps to take them back grows with their number.
 */
final class Rows implements AutoCloseable {
  private static final int AT_A_TIME = 200;
  private static final int IN_ONE_TRANSACTION = 50 * AT_A_TIME;

  /** A place on the earth in degrees, for a column of points. */
  record Place(String longitude, String latitude) {}

  private final Connection connection;
  private final String table;
  private final boolean h2;
  private final List<@Nullable Object[]> waiting = new ArrayList<>();
  private @Nullable PreparedStatement whole;
  private long rows;

  Rows(Connection connection, String table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.h2 =
        connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT).equals("h2");
  }

  /** Adds a row; every row of a table has the same columns, of the same kinds. */
  void add(@Nullable Object... values) throws SQLException {
    waiting.add(values);
    if (waiting.size() == AT_A_TIME) {
      if (whole == null) {
        whole = prepare(AT_A_TIME);
      }
      insert(whole);
    }
  }

  /** Inserts those that wait by one statement, whatever the driver makes of batches. */
  private void insert(PreparedStatement statement) throws SQLException {
    int place = 1;
    for (@Nullable Object[] values : waiting) {
      rows++;
      statement.setLong(place++, rows);
      for (Object value : values) {
        statement.setObject(
            place++,
            value instanceof Place at ? "POINT(" + at.longitude + " " + at.latitude + ")" : value);
      }
    }
    statement.executeUpdate();
    waiting.clear();
    if (rows % IN_ONE_TRANSACTION == 0) {
      commit();
    }
  }

  private void commit() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private PreparedStatement prepare(int count) throws SQLException {
    List<String> places = new ArrayList<>(List.of("?"));
    for (Object value : waiting.get(0)) {
      places.add(value instanceof Place && !h2 ? "ST_GeomFromText(?)" : "?");
    }
    String row = "(" + String.join(", ", places) + ")";
    return connection.prepareStatement(
        "INSERT INTO " + table + " VALUES " + String.join(", ", Collections.nCopies(count, row)));
  }

  @Override
  public void close() throws SQLException {
    if (!waiting.isEmpty()) {
      try (PreparedStatement last = prepare(waiting.size())) {
        insert(last);
      }
    }
    if (whole != null) {
      whole.close();
    }
    commit();
  }
}
