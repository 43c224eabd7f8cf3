package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.ChunkTask;

/** The root rows of a step: found without locking, a bounded number at a time, and then locked. */
final class RootRows {
  private final Step step;
  private final Table table;
  private final Dialect dialect;
  private final RowReader reader;
  private final Predicates predicates;
  private final RootHandle handle;

  RootRows(Step step, Dialect dialect, RowReader reader, Predicates predicates) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.dialect = dialect;
    this.reader = reader;
    this.predicates = predicates;
    this.handle = RootHandle.of(step);
  }

  /**
   * Rows that are due.
   *
   * @param keys their primary keys, in the order in which a step is worked off
   * @param end where the next chunk goes on; empty if none were found
   */
  record Candidates(List<RowValues> keys, Optional<RowValues> end) {}

  /** Looks for at most so many of them behind the task's position, without locking any. */
  Candidates due(Selection.Due due, SqlFragment condition, ChunkTask task, int limit) {
    boolean byIndex = isByIndex(due, task);
    List<String> order = new ArrayList<>();
    if (byIndex) {
      order.add(due.from());
    }
    table.primaryKey().stream().filter(column -> !order.contains(column)).forEach(order::add);
    List<RowValues> found =
        reader.rows(
            table,
            order,
            byIndex
                ? dialect.forceIndex(due.index().orElseThrow().name())
                : dialect.forcePrimaryKey(),
            SqlFragment.all(List.of(bounds(task, order), condition)),
            " ORDER BY "
                + String.join(", ", order.stream().map(dialect::quote).toList())
                + " LIMIT "
                + limit);
    return new Candidates(
        found.stream().map(key -> reordered(key, order, table.primaryKey())).toList(),
        found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1)));
  }

  /** Whether a task's rows are walked through in the order of the date's index. */
  static boolean isByIndex(Selection.Due due, ChunkTask task) {
    return task.above().isEmpty() && task.upto().isEmpty() && due.index().isPresent();
  }

  /** Root rows under lock: their handles, and the old values that anonymising needs. */
  record Locked(List<RowValues> handles, List<RowValues> inputs) {}

  Locked lock(List<RowValues> keys, SqlFragment condition) {
    if (keys.isEmpty()) {
      return new Locked(List.of(), List.of());
    }
    List<String> columns = new ArrayList<>(handle.columns());
    columns.addAll(RowChanger.inputs(step.root()));
    List<RowValues> rows =
        reader.rows(
            table,
            columns,
            "",
            SqlFragment.all(List.of(predicates.keys(table, keys), condition)),
            dialect.forUpdate());
    int width = handle.columns().size();
    return new Locked(
        rows.stream().map(row -> new RowValues(row.values().subList(0, width))).toList(),
        rows.stream()
            .map(row -> new RowValues(row.values().subList(width, columns.size())))
            .toList());
  }

  /** What of the table is left to a task, whose rows are walked through in the order of columns. */
  SqlFragment bounds(ChunkTask task, List<String> order) {
    List<SqlFragment> parts = new ArrayList<>(List.of(SqlFragment.TRUE));
    String first = dialect.quote(table.primaryKey().get(0));
    task.above().ifPresent(above -> parts.add(SqlFragment.of(first + " > ?", above)));
    task.upto().ifPresent(upto -> parts.add(SqlFragment.of(first + " <= ?", upto)));
    task.position()
        .filter(position -> position.values().size() == order.size())
        .ifPresent(
            position ->
                parts.add(dialect.after(Predicates.columns(table, order), position.values())));
    return SqlFragment.all(parts);
  }

  private static RowValues reordered(RowValues key, List<String> from, List<String> to) {
    return new RowValues(
        to.stream().map(column -> key.values().get(from.indexOf(column))).toList());
  }
}
