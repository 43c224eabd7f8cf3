package org.quietus.database.engine;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.database.Trouble;
import org.quietus.plan.Action;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.ChunkTask;
import org.quietus.target.RowsLocked;
import org.springframework.dao.DataAccessException;

/**
 * Acts on due rows that nothing hangs on, a span of the primary key at a time: one select locks
 * what is due in it, and one statement changes that, each with the predicate, and neither lists
 * keys.
 *
 * <p>Both read the rows between as well, so this is for spans where a good part of them is due, and
 * for rows that nobody else has locked.
 */
final class SpanChunk {
  private static final int SAMPLE = 200;

  /** So many of the rows that are read have to be due, or keys cost less than reading twice. */
  private static final int LEAST_PERCENT = 5;

  /** What the database compares as it sorts, and a value read compares as it was stored. */
  private static final Set<Column.Type> ORDERED =
      EnumSet.of(
          Column.Type.INTEGER,
          Column.Type.DECIMAL,
          Column.Type.TEXT,
          Column.Type.BINARY,
          Column.Type.UUID,
          Column.Type.DATE,
          Column.Type.DATETIME,
          Column.Type.TIMESTAMP);

  private final Step step;
  private final Table table;
  private final List<Column> key;
  private final Dialect dialect;
  private final RowReader reader;
  private final RowChanger changer;
  private final RootRows roots;
  private final SameTables same;

  SpanChunk(
      Step step,
      Dialect dialect,
      RowReader reader,
      RowChanger changer,
      RootRows roots,
      SameTables same) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.key = Predicates.columns(table, table.primaryKey());
    this.dialect = dialect;
    this.reader = reader;
    this.changer = changer;
    this.roots = roots;
    this.same = same;
  }

  /**
   * Whether a task can be worked off in spans: its rows are walked through in the order of the
   * primary key, and nothing has to be known of each of them but its key.
   */
  boolean fits(Selection.Due due, ChunkTask task) {
    boolean alone =
        step.members().isEmpty()
            && !step.objects().containsKey(step.root().table())
            && table.triggers().isEmpty();
    boolean alike =
        !(step.root().action() instanceof Action.Leave) && changer.sql().isOneForAll(step.root());
    return alone
        && alike
        && !task.careful()
        && !RootRows.isByIndex(due, task)
        && key.stream().map(Column::type).allMatch(ORDERED::contains);
  }

  /** Whether enough is due of what comes next. */
  boolean isWorthwhile(SqlFragment condition, ChunkTask task) {
    RowReader.Share next =
        reader.share(
            table,
            dialect.forcePrimaryKey(),
            roots.bounds(task, table.primaryKey()),
            condition,
            inOrder(SAMPLE));
    return next.those() > 0 && next.those() * 100 >= next.all() * LEAST_PERCENT;
  }

  /**
   * What a span held.
   *
   * @param keys the primary keys of the rows that were changed, in their order
   * @param further whether more rows may be due behind it
   */
  record Span(List<RowValues> keys, boolean further) {
    Optional<RowValues> end() {
      return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    }
  }

  /**
   * Changes the next rows.
   *
   * @throws org.quietus.target.TablesChanged if the table is another one by now
   * @throws RowsLocked if somebody else holds a lock on one of the rows in the span
   * @throws org.quietus.target.RowsChanged if rows became due, or not due any more, meanwhile
   * @throws org.quietus.target.RowRefused if the database does not take one of them
   */
  Span work(SqlFragment condition, ChunkTask task, ChunkDraft draft) {
    SqlFragment rest = roots.bounds(task, table.primaryKey());
    List<RowValues> keys = lock(SqlFragment.all(List.of(rest, condition)), task.size());
    Span span = new Span(keys, keys.size() == task.size());
    span.end()
        .ifPresent(
            end -> {
              same.require();
              SqlFragment within = SqlFragment.all(List.of(rest, dialect.upto(key, end.values())));
              draft.add(
                  step.root().table(),
                  step.root().method(),
                  changer.applySpan(step.root(), within, condition, keys.size()));
              draft.changed(step.root(), keys);
            });
    return span;
  }

  private List<RowValues> lock(SqlFragment rows, int limit) {
    try {
      return reader.rows(
          table,
          table.primaryKey(),
          dialect.forcePrimaryKey(),
          rows,
          inOrder(limit) + dialect.forUpdateAtOnce());
    } catch (DataAccessException e) {
      throw isLocked(e) ? new RowsLocked(step.root().table().toString()) : e;
    }
  }

  private boolean isLocked(DataAccessException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer) {
        return dialect.trouble(answer).filter(Trouble.LOCKED::equals).isPresent();
      }
    }
    return false;
  }

  private String inOrder(int limit) {
    return table.primaryKey().stream()
            .map(dialect::quote)
            .collect(Collectors.joining(", ", " ORDER BY ", ""))
        + " LIMIT "
        + limit;
  }
}
