package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.KeyRange;

/**
 * How the rows of a range are walked through: along the primary key, or along the date's index.
 *
 * @param order the columns in their order; together they tell each row from all others
 * @param index that is walked along
 * @param byIndex whether that is the date's rather than the primary key
 */
record Walk(Table table, List<String> order, String index, boolean byIndex) {
  /** What the database compares as it sorts, and a value that was read compares as it is stored. */
  private static final Set<Column.Type> ORDERED =
      EnumSet.of(
          Column.Type.INTEGER,
          Column.Type.DECIMAL,
          Column.Type.TEXT,
          Column.Type.BINARY,
          Column.Type.UUID,
          Column.Type.ENUM,
          Column.Type.DATE,
          Column.Type.DATETIME,
          Column.Type.TIMESTAMP);

  static Walk of(Step step, Selection.Due due, KeyRange range) {
    Table table = step.root().catalogTable();
    Optional<Table.Index> index = due.index().filter(there -> range.byIndex());
    if (index.isEmpty()) {
      return new Walk(table, table.primaryKey(), table.keyIndex(), false);
    }
    List<String> order = new ArrayList<>(List.of(due.from()));
    table.primaryKey().stream().filter(column -> !order.contains(column)).forEach(order::add);
    return new Walk(table, List.copyOf(order), index.get().name(), true);
  }

  /** Whether a key may be an upper bound. */
  boolean isBounded() {
    return columns(order.size()).stream().map(Column::type).allMatch(ORDERED::contains);
  }

  /** The columns by whose values no range can end. */
  String unbounded() {
    return columns(order.size()).stream()
        .filter(column -> !ORDERED.contains(column.type()))
        .map(column -> "'" + column.name() + "'")
        .collect(Collectors.joining(", "));
  }

  /** Follows the table's name. */
  String hint(Dialect dialect) {
    return dialect.forceIndex(index);
  }

  /**
   * What of a range comes behind a position.
   *
   * @param position is passed over unless it is a key of this walk
   */
  SqlFragment rest(KeyRange range, Optional<RowValues> position, Dialect dialect) {
    Optional<SqlFragment> upto = range.upto().map(key -> upto(key, dialect));
    SqlFragment behind = behind(range, position, dialect);
    return upto.map(end -> SqlFragment.all(List.of(behind, end))).orElse(behind);
  }

  /** The same, as far as a key. */
  SqlFragment span(KeyRange range, Optional<RowValues> position, RowValues end, Dialect dialect) {
    return SqlFragment.all(List.of(behind(range, position, dialect), upto(end, dialect)));
  }

  private SqlFragment behind(KeyRange range, Optional<RowValues> position, Dialect dialect) {
    return position
        .filter(key -> key.values().size() == order.size())
        .or(range::above)
        .map(key -> dialect.after(columns(key.values().size()), key.values()))
        .orElse(SqlFragment.TRUE);
  }

  private SqlFragment upto(RowValues key, Dialect dialect) {
    return dialect.upto(columns(key.values().size()), key.values());
  }

  private List<Column> columns(int first) {
    return Predicates.columns(table, order.subList(0, first));
  }

  /** The order of the rows, and how many of them. */
  String inOrder(Dialect dialect, int limit) {
    return order.stream()
            .map(dialect::quote)
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT "))
        + limit;
  }

  /** The primary key in a row's values of the order's columns. */
  RowValues primaryKey(RowValues row) {
    if (!byIndex) {
      return row;
    }
    return new RowValues(
        table.primaryKey().stream()
            .map(column -> row.values().get(order.indexOf(column)))
            .toList());
  }
}
