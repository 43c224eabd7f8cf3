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
    Walk walk = Walk.of(step, due, task.range());
    List<RowValues> found =
        reader.rows(
            table,
            walk.order(),
            walk.hint(dialect),
            SqlFragment.all(List.of(walk.rest(task.range(), task.position(), dialect), condition)),
            walk.inOrder(dialect, limit));
    return new Candidates(
        found.stream().map(walk::primaryKey).toList(),
        found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1)));
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
}
