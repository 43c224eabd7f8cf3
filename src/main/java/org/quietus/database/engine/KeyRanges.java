package org.quietus.database.engine;

import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.KeyRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a step's table into ranges, many and small, so that slots share the work and restarts repeat
 * little: one at a time, when a slot takes what is left, by walking over as many rows as the slot
 * will read next. So ranges hold the same number of rows, whatever their keys are.
 */
final class KeyRanges {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRanges.class);
  private static final long LEAST_ROWS = 10_000;
  private static final long MOST_ROWS = 50_000;
  private static final int RANGES = 40;
  private static final int MOST_RANGES = 1_000;
  private static final long FEW_ROWS = 200_000;
  private static final long FEW_PERCENT = 5;

  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;

  KeyRanges(RowReader reader, Dialect dialect, Predicates predicates) {
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
  }

  /** The range that all others are cut from; it covers every key there is or may come to be. */
  KeyRange of(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    boolean byIndex =
        due.index().isPresent()
            && (table.estimatedRows() < 2 * MOST_ROWS || isFew(step, due, table));
    LOG.info(
        "{}: walked through along {}",
        table.name(),
        byIndex ? "the index of the date, since few rows are due" : "the primary key");
    return byIndex ? KeyRange.BY_INDEX : KeyRange.ALL;
  }

  /** Where a range ends that has as many rows as one slot should take; empty if it has no more. */
  Optional<RowValues> cut(Step step, Selection.Due due, KeyRange range) {
    Walk walk = Walk.of(step, due, range);
    if (!walk.isBounded()) {
      return Optional.empty();
    }
    SqlFragment rest = walk.rest(range, Optional.empty(), dialect);
    return reader
        .rows(
            walk.table(),
            walk.order(),
            walk.hint(dialect),
            walk.byIndex() ? rest.and(predicates.past(walk.table(), due)) : rest,
            walk.inOrder(dialect, 1) + " OFFSET " + (rows(walk) - 1))
        .stream()
        .findFirst();
  }

  private long rows(Walk walk) {
    long all = walk.table().estimatedRows();
    long even = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, all / RANGES));
    return reader.cap().most(walk.byIndex() ? LEAST_ROWS : Math.max(even, all / MOST_RANGES));
  }

  /** Whether walking an index of few due rows beats walking the table. */
  private boolean isFew(Step step, Selection.Due due, Table table) {
    long few = Math.min(FEW_ROWS, table.estimatedRows() * FEW_PERCENT / 100);
    return reader.countUpTo(table, predicates.due(step, due), few + 1) <= few;
  }
}
