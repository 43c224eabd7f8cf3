package org.quietus.database.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.MeteredReads;
import org.quietus.database.SqlFragment;
import org.quietus.target.ReadCap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Selects columns of one table as {@link RowValues}s, on the connection of the open transaction.
 */
final class RowReader {
  private static final Share NOTHING = new Share(0, 0);

  private final JdbcTemplate jdbc;
  private final Dialect dialect;
  private final ReadCap cap;

  RowReader(JdbcTemplate jdbc, Dialect dialect) {
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.cap = MeteredReads.capOf(jdbc);
  }

  /** What limits how much is read. */
  ReadCap cap() {
    return cap;
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

  /**
   * The same of many rows, in the order of the columns: where a key is a number and the product
   * joins numbers to one text, they take a fraction of the time, on both sides.
   */
  List<RowValues> many(
      Table table, List<String> columns, String hint, SqlFragment condition, String ending) {
    Optional<String> listed =
        columns.size() == 1
                && Predicates.column(table, columns.get(0)).type() == Column.Type.INTEGER
            ? dialect.listed(dialect.quote(columns.get(0)))
            : Optional.empty();
    if (listed.isEmpty()) {
      return rows(table, columns, hint, condition, ending);
    }
    List<RowValues> rows = new ArrayList<>();
    jdbc.query(
            "SELECT %s FROM (%s) listed"
                .formatted(listed.get(), sql(table, columns, hint, condition.sql(), ending)),
            statement -> condition.bind(statement, 1),
            (row, n) -> row.getString(1))
        .forEach(text -> addNumbers(text, rows));
    return rows;
  }

  private static void addNumbers(String text, List<RowValues> rows) {
    for (int from = 0; from < text.length(); ) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      rows.add(new RowValues(List.of(ColumnValues.integer(text.substring(from, to)))));
      from = to + 1;
    }
  }

  /**
   * The given columns of the rows that meet a condition, and after them texts that are made of
   * these rows.
   *
   * @param texts trusted SQL expressions
   */
  List<RowValues> rowsWith(
      Table table, List<String> columns, List<String> texts, SqlFragment condition) {
    List<Column> read = columns.stream().map(column -> Predicates.column(table, column)).toList();
    String sql =
        "SELECT "
            + Stream.concat(columns.stream().map(dialect::quote), texts.stream())
                .collect(Collectors.joining(", "))
            + " FROM "
            + dialect.quote(table.name())
            + " WHERE "
            + condition.sql();
    return jdbc.query(
        sql,
        statement -> condition.bind(statement, 1),
        (row, n) -> {
          List<@Nullable Object> values = new ArrayList<>(key(row, read).values());
          for (int text = 1; text <= texts.size(); text++) {
            values.add(row.getString(read.size() + text));
          }
          return new RowValues(values);
        });
  }

  /**
   * Columns of rows with given primary keys, and of those at the end of a path that they hang on.
   *
   * @param columns of the rows' own table; {@code above} of the last table of the path
   */
  List<RowValues> joined(
      Table table,
      List<String> columns,
      List<RowValues> keys,
      List<Join> path,
      Table last,
      List<String> above) {
    List<Column> read = new ArrayList<>();
    columns.forEach(column -> read.add(Predicates.column(table, column)));
    above.forEach(column -> read.add(Predicates.column(last, column)));
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(
        Stream.concat(
                columns.stream().map(column -> "t0." + dialect.quote(column)),
                above.stream().map(column -> "t" + path.size() + "." + dialect.quote(column)))
            .collect(Collectors.joining(", ")));
    sql.append(" FROM ").append(dialect.quote(table.name())).append(" t0");
    for (int n = 0; n < path.size(); n++) {
      Join join = path.get(n);
      sql.append(" JOIN ").append(dialect.quote(join.toTable())).append(" t").append(n + 1);
      for (int c = 0; c < join.fromColumns().size(); c++) {
        sql.append(c == 0 ? " ON " : " AND ")
            .append("t%d.%s = ".formatted(n, dialect.quote(join.fromColumns().get(c))))
            .append("t%d.%s".formatted(n + 1, dialect.quote(join.toColumns().get(c))));
      }
    }
    String one =
        table.primaryKey().stream()
            .map(column -> "t0." + dialect.quote(column) + " = ?")
            .collect(Collectors.joining(" AND ", "(", ")"));
    sql.append(" WHERE ").append(String.join(" OR ", Collections.nCopies(keys.size(), one)));
    List<Object> binds = new ArrayList<>();
    keys.forEach(key -> key.values().forEach(value -> binds.add(Objects.requireNonNull(value))));
    SqlFragment whole = new SqlFragment(sql.toString(), binds);
    return jdbc.query(
        whole.sql(), statement -> whole.bind(statement, 1), (row, n) -> key(row, read));
  }

  /**
   * The given columns of the row that they sort last.
   *
   * @param part of the table, as it follows FROM
   */
  Optional<RowValues> last(Table table, List<String> columns, String part) {
    List<Column> read = columns.stream().map(column -> Predicates.column(table, column)).toList();
    List<String> quoted = columns.stream().map(dialect::quote).toList();
    String sql =
        "SELECT %s FROM %s ORDER BY %s DESC LIMIT 1"
            .formatted(String.join(", ", quoted), part, String.join(" DESC, ", quoted));
    return jdbc.query(sql, (row, n) -> key(row, read)).stream().findFirst();
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

  /** Whether any row meets a condition, of whatever form: H2 reads those of subqueries anew. */
  boolean any(Table table, SqlFragment condition) {
    String sql =
        "SELECT 1 FROM " + dialect.quote(table.name()) + " WHERE " + condition.sql() + " LIMIT 1";
    Boolean any =
        jdbc.query(sql, statement -> condition.bind(statement, 1), (ResultSet row) -> row.next());
    return Boolean.TRUE.equals(any);
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

  /** How many rows there are, and how many of them are those that were asked for. */
  record Share(long all, long those) {}

  /**
   * How many of some rows meet a condition.
   *
   * @param rows among which rows it is looked
   * @param ending order and limit of these
   */
  Share share(Table table, String hint, SqlFragment rows, SqlFragment condition, String ending) {
    String sql =
        "SELECT COUNT(*), SUM(those) FROM (SELECT CASE WHEN "
            + condition.sql()
            + " THEN 1 ELSE 0 END AS those FROM "
            + dialect.quote(table.name())
            + hint
            + " WHERE "
            + rows.sql()
            + ending
            + ") looked";
    Share share =
        jdbc.query(
            sql,
            statement -> rows.bind(statement, condition.bind(statement, 1)),
            row -> row.next() ? new Share(row.getLong(1), row.getLong(2)) : NOTHING);
    return share == null ? NOTHING : share;
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
