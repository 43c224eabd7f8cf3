package org.quietus.database.engine;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.database.StatementFailure;
import org.quietus.plan.Action;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.ChunkTask;
import org.quietus.target.RowsLocked;
import org.springframework.dao.DataAccessException;

/**
 * Acts on due rows that nothing hangs on, a span of the primary key, or of the date's index, at a
 * time: one select locks what is due in it, and one statement changes that, each with the
 * predicate, and neither lists keys.
 *
 * <p>Both read the rows between as well, so this is for spans where a good part of them is due, and
 * for rows that nobody else has locked.
 */
final class SpanChunk {
  private static final int SAMPLE = 200;

  /** So many of the rows that are read have to be due, or keys cost less than reading twice. */
  private static final int LEAST_PERCENT = 5;

  private final Step step;
  private final Table table;
  private final Dialect dialect;
  private final RowReader reader;
  private final RowChanger changer;
  private final SameTables same;

  SpanChunk(Step step, Dialect dialect, RowReader reader, RowChanger changer, SameTables same) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.dialect = dialect;
    this.reader = reader;
    this.changer = changer;
    this.same = same;
  }

  /** Whether a task can be worked off in spans: nothing has to be known of each row but its key. */
  boolean fits(Selection.Due due, ChunkTask task) {
    boolean alone =
        step.members().isEmpty()
            && !step.objects().containsKey(step.root().table())
            && table.triggers().isEmpty();
    boolean alike =
        !(step.root().action() instanceof Action.Leave) && changer.sql().isOneForAll(step.root());
    return alone && alike && !task.careful() && Walk.of(step, due, task.range()).isBounded();
  }

  /** Whether enough is due of what comes next. */
  boolean isWorthwhile(Selection.Due due, SqlFragment condition, ChunkTask task) {
    Walk walk = Walk.of(step, due, task.range());
    SqlFragment rest = walk.rest(task.range(), task.position(), dialect);
    SqlFragment dated = SqlFragment.of(dialect.quote(due.from()) + " IS NOT NULL");
    RowReader.Share next =
        reader.share(
            table,
            walk.hint(dialect),
            walk.byIndex() ? rest.and(dated) : rest,
            condition,
            walk.inOrder(dialect, SAMPLE));
    return next.those() > 0 && next.those() * 100 >= next.all() * LEAST_PERCENT;
  }

  /**
   * What a span held.
   *
   * @param end where the next one begins; empty if nothing was due
   * @param further whether more rows may be due behind it
   */
  record Span(Optional<RowValues> end, boolean further) {}

  /**
   * Changes the next rows.
   *
   * @throws org.quietus.target.TablesChanged if the table is another one by now
   * @throws RowsLocked if somebody else holds a lock on one of the rows in the span
   * @throws org.quietus.target.RowsChanged if rows became due, or not due any more, meanwhile
   * @throws org.quietus.target.RowRefused if the database does not take one of them
   */
  Span work(Selection.Due due, SqlFragment condition, ChunkTask task, ChunkDraft draft) {
    Walk walk = Walk.of(step, due, task.range());
    SqlFragment rest = walk.rest(task.range(), task.position(), dialect);
    List<RowValues> rows = lock(walk, SqlFragment.all(List.of(rest, condition)), task.size());
    if (rows.isEmpty()) {
      return new Span(Optional.empty(), false);
    }
    same.require();
    RowValues end = rows.get(rows.size() - 1);
    SqlFragment span = walk.span(task.range(), task.position(), end, dialect);
    draft.add(
        step.root().table(),
        step.root().method(),
        changer.applySpan(step.root(), walk.index(), span, condition, rows.size()));
    draft.changed(step.root(), rows.stream().map(walk::primaryKey).toList());
    return new Span(Optional.of(end), rows.size() == task.size());
  }

  private List<RowValues> lock(Walk walk, SqlFragment rows, int limit) {
    try {
      return reader.many(
          table,
          walk.order(),
          walk.hint(dialect),
          rows,
          walk.inOrder(dialect, limit) + dialect.forUpdateAtOnce());
    } catch (DataAccessException e) {
      throw isLocked(e) ? new RowsLocked(step.root().table().toString()) : e;
    }
  }

  private boolean isLocked(DataAccessException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer) {
        return dialect.failure(answer).filter(StatementFailure.LOCKED::equals).isPresent();
      }
    }
    return false;
  }
}
