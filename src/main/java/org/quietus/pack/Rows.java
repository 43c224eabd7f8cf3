package org.quietus.pack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  /** How products take what they have no common spelling for. */
  private enum Product {
    H2("POINT(%s %s)", "?"),
    POSTGRESQL("(%s,%s)", "?"),
    MYSQL("POINT(%s %s)", "ST_GeomFromText(?)");

    private final String point;
    private final String parameter;

    Product(String point, String parameter) {
      this.point = point;
      this.parameter = parameter;
    }

    static Product of(Connection connection) throws SQLException {
      return switch (connection.getMetaData().getDatabaseProductName()) {
        case "H2" -> H2;
        case "PostgreSQL" -> POSTGRESQL;
        default -> MYSQL;
      };
    }

    /** PostgreSQL makes of a text what the column is, if nothing is said of its type. */
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
      Object bound = value instanceof Place at ? point.formatted(at.longitude, at.latitude) : value;
      if (this == POSTGRESQL && bound instanceof String) {
        statement.setObject(index, bound, Types.OTHER);
      } else {
        statement.setObject(index, bound);
      }
    }
  }

  private final Connection connection;
  private final String table;
  private final Product product;
  private final List<@Nullable Object[]> waiting = new ArrayList<>();
  private @Nullable PreparedStatement whole;
  private long rows;

  Rows(Connection connection, String table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.product = Product.of(connection);
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
        product.bind(statement, place++, value);
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
      places.add(value instanceof Place ? product.parameter : "?");
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
