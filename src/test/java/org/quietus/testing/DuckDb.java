package org.quietus.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB, a reader and writer of Parquet files that shares nothing with ours. */
public final class DuckDb implements AutoCloseable {
  private final Connection connection;

  /** One in memory that takes little of the machine. */
  public DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    run("SET threads = 1");
    run("SET memory_limit = '500MB'");
    run("SET TimeZone = 'UTC'");
  }

  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of a query's result, as text. */
  public List<String> texts(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    }
  }

  /** Every row of a file in its order, with every value. */
  public List<String> rows(Path file) throws SQLException {
    return rows(file, "true");
  }

  /** The rows for which a condition holds. */
  public List<String> rows(Path file, String condition) throws SQLException {
    return texts("SELECT t::VARCHAR FROM read_parquet('%s') t WHERE %s".formatted(file, condition));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
