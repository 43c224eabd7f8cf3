package org.quietus.database.engine;

import java.util.Locale;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Counted;
import org.quietus.target.AccessPath;
import org.quietus.target.KeyRange;

/**
 * Cuts a step's table into ranges, many and small, so that slots share the work and restarts repeat
 * little: one at a time, when a slot takes what is left, by walking over as many rows as the slot
 * will read next. So ranges hold the same number of rows, whatever their keys are; only the first
 * of them are smaller, so that none is much of a table whose size nobody knew.
 */
final class KeyRanges {
  private static final long LEAST_ROWS = 1_000;
  private static final long MOST_ROWS = 50_000;

  /** No range is larger than a fortieth of those before it, and the first. */
  private static final double GROWTH = 1 + 1.0 / 40;

  /** By then ranges have grown to the most rows. */
  private static final int GROWN = 160;

  private static final int RANGES = 40;
  private static final int MOST_RANGES = 1_000;
  private static final long FEW_ROWS = 200_000;
  private static final long FEW_PERCENT = 5;
  private static final long ALL_ROWS = Long.MAX_VALUE;

  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;

  KeyRanges(RowReader reader, Dialect dialect, Predicates predicates) {
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
  }

  /** Which way the table is walked through, and why; at most a few due rows are counted. */
  AccessPath path(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    if (due.index().isEmpty()) {
      return path(
          step, due, KeyRange.ALL, "no usable index begins with '" + due.from() + "'", ALL_ROWS);
    }
    if (table.estimatedRows() < 2 * MOST_ROWS) {
      return path(step, due, KeyRange.BY_INDEX, "the table has few rows", ALL_ROWS);
    }
    long most = Math.min(FEW_ROWS, table.estimatedRows() * FEW_PERCENT / 100);
    long found = reader.countUpTo(table, predicates.due(step, due), most + 1);
    String of =
        String.format(
            Locale.ROOT,
            "%s due, of about %,d",
            found > most
                ? "more than " + Counted.of(most, "row") + Counted.verb(most, " is", " are")
                : Counted.of(found, "row") + Counted.verb(found, " is", " are"),
            table.estimatedRows());
    return found > most
        ? path(step, due, KeyRange.ALL, of, ALL_ROWS)
        : path(step, due, KeyRange.BY_INDEX, of, found);
  }

  private AccessPath path(Step step, Selection.Due due, KeyRange whole, String why, long rows) {
    Walk walk = Walk.of(step, due, whole);
    long walked = Math.max(1, Math.min(rows, walk.table().estimatedRows()));
    long left = walked;
    int ranges = 0;
    for (; left > rows(walk, ranges) && ranges < GROWN; ranges++) {
      left -= rows(walk, ranges);
    }
    long each = rows(walk, ranges);
    return new AccessPath(
        walk.byIndex(),
        walk.index(),
        walk.order(),
        walk.isBounded() ? ranges + (left + each - 1) / each : 1,
        walk.isBounded() ? each : walked,
        walk.isBounded() ? why : why + "; one range, for " + walk.unbounded() + " cannot bound it");
  }

  /**
   * Where a range ends that has as many rows as one slot should take; empty if it has no more.
   *
   * @param before how many ranges of the step were cut off before
   */
  Optional<RowValues> cut(Step step, Selection.Due due, KeyRange range, int before) {
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
            walk.byIndex() ? rest.and(predicates.periods().past(walk.table(), due)) : rest,
            walk.inOrder(dialect, 1) + " OFFSET " + (rows(walk, before) - 1))
        .stream()
        .findFirst();
  }

  private long rows(Walk walk, int before) {
    long all = walk.table().estimatedRows();
    long grown = Math.min(MOST_ROWS, (long) (LEAST_ROWS * Math.pow(GROWTH, before)));
    long even = Math.max(Math.min(MOST_ROWS, all / RANGES), all / MOST_RANGES);
    return reader.cap().most(walk.byIndex() ? grown : Math.max(grown, even));
  }
}
