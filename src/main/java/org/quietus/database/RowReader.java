package org.quietus.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Selects columns of one table as {@link RowValues}s, on the connection of the open transaction.
 */
final class RowReader {
  private final JdbcTemplate jdbc;
  private final Dialect dialect;

  RowReader(JdbcTemplate jdbc, Dialect dialect) {
    this.jdbc = jdbc;
    this.dialect = dialect;
  }

  /**
   * The given columns of the rows that meet a condition.
   *
   * @param hint follows the table's name, may be empty
   * @param ending follows the condition: order, limit, lock; may be empty
   */
  List<RowValues> rows(
      Table table, List<String> columns, String hint, SqlFragment condition, String ending) {
    List<Column> read = columns.stream().map(column -> Predicates.column(table, column)).toList();
    return jdbc.query(
        sql(table, columns, hint, condition.sql(), ending),
        statement -> condition.bind(statement, 1),
        (row, n) -> key(row, read));
  }

  /** How many rows meet a condition. */
  long count(Table table, SqlFragment condition) {
    Long count =
        jdbc.query(
            countSql(table, condition.sql()),
            statement -> condition.bind(statement, 1),
            row -> row.next() ? row.getLong(1) : 0L);
    return count == null ? 0 : count;
  }

  /** How many rows meet a condition, counting no further than {@code most}. */
  long countUpTo(Table table, SqlFragment condition, long most) {
    String sql =
        "SELECT COUNT(*) FROM (SELECT 1 AS x FROM "
            + dialect.quote(table.name())
            + " WHERE "
            + condition.sql()
            + " LIMIT "
            + most
            + ") counted";
    Long count =
        jdbc.query(
            sql,
            statement -> condition.bind(statement, 1),
            row -> row.next() ? row.getLong(1) : 0L);
    return count == null ? 0 : count;
  }

  String sql(Table table, List<String> columns, String hint, String condition, String ending) {
    return "SELECT "
        + columns.stream().map(dialect::quote).collect(Collectors.joining(", "))
        + " FROM "
        + dialect.quote(table.name())
        + hint
        + " WHERE "
        + condition
        + ending;
  }

  String countSql(Table table, String condition) {
    return "SELECT COUNT(*) FROM " + dialect.quote(table.name()) + " WHERE " + condition;
  }

  private static RowValues key(ResultSet row, List<Column> columns) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int n = 0; n < columns.size(); n++) {
      values.add(ColumnValues.read(row, n + 1, columns.get(n)));
    }
    return new RowValues(values);
  }
}
