package org.quietus.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one table on closing, numbering them from 1 in the first column; so what
 * refers to another table's rows is opened before that table and closed after it.
 */
final class BatchInsert implements AutoCloseable {
  private final PreparedStatement statement;
  private long rows;

  /** {@code columns} counts those after the number. */
  BatchInsert(Connection connection, String table, int columns) throws SQLException {
    String places = String.join(", ", Collections.nCopies(columns + 1, "?"));
    this.statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")");
  }

  /** The number that the next row gets. */
  long next() {
    return rows + 1;
  }

  void add(@Nullable Object... values) throws SQLException {
    rows++;
    statement.setLong(1, rows);
    for (int column = 0; column < values.length; column++) {
      statement.setObject(column + 2, values[column]);
    }
    statement.addBatch();
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      statement.executeBatch();
    }
  }
}
