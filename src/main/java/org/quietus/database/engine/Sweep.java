package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.KeyRange;

/**
 * Reads through a table at once, or, where a cap on reading is set, in ranges of a key of no more
 * rows each than may be read in a second, so that nothing is read by a single long statement.
 */
final class Sweep {
  private static final long MOST = 10_000;

  private final RowReader reader;
  private final Dialect dialect;

  Sweep(RowReader reader, Dialect dialect) {
    this.reader = reader;
    this.dialect = dialect;
  }

  /** Hands out conditions, not inside others, that each row of a table meets exactly one of. */
  void over(Table table, Consumer<SqlFragment> range) {
    over(new Walk(table, table.primaryKey(), table.keyIndex(), false), SqlFragment.TRUE, range);
  }

  /** Columns of the rows that meet conditions; {@code among} some that are known, or all. */
  List<RowValues> rows(
      Table table, List<String> columns, SqlFragment among, List<SqlFragment> conditions) {
    List<RowValues> rows = new ArrayList<>();
    Consumer<SqlFragment> reading =
        range ->
            rows.addAll(
                reader.rows(
                    table,
                    columns,
                    "",
                    SqlFragment.all(
                        Stream.concat(Stream.of(range), conditions.stream())
                            .filter(condition -> !condition.equals(SqlFragment.TRUE))
                            .toList()),
                    ""));
    if (among.equals(SqlFragment.TRUE)) {
      over(table, reading);
    } else {
      reading.accept(among);
    }
    return rows;
  }

  /** How many rows of a table meet a condition. */
  long count(Table table, SqlFragment condition) {
    return counts(
            new Walk(table, table.primaryKey(), table.keyIndex(), false),
            SqlFragment.TRUE,
            List.of(condition))
        .get(0);
  }

  /**
   * How many rows of a step's table meet each condition; those of any are past the cutoff, so that
   * the date's index, if there is one, leads to them.
   */
  List<Long> past(Step step, Selection.Due due, SqlFragment past, List<SqlFragment> conditions) {
    Walk walk = Walk.of(step, due, KeyRange.BY_INDEX);
    return counts(walk, walk.byIndex() ? past : SqlFragment.TRUE, conditions);
  }

  private List<Long> counts(Walk walk, SqlFragment among, List<SqlFragment> conditions) {
    long[] counts = new long[conditions.size()];
    over(
        walk,
        among,
        range -> {
          for (int n = 0; n < counts.length; n++) {
            SqlFragment condition = conditions.get(n);
            counts[n] +=
                reader.count(
                    walk.table(),
                    range.equals(SqlFragment.TRUE)
                        ? condition
                        : SqlFragment.all(List.of(range, condition)));
          }
        });
    return Arrays.stream(counts).boxed().toList();
  }

  private void over(Walk walk, SqlFragment among, Consumer<SqlFragment> range) {
    if (!reader.cap().isSet() || walk.order().isEmpty() || !walk.isBounded()) {
      range.accept(SqlFragment.TRUE);
      return;
    }
    Optional<RowValues> from = Optional.empty();
    while (true) {
      Optional<RowValues> end = end(walk, among, from);
      if (end.isEmpty() || end.equals(from)) {
        range.accept(walk.rest(KeyRange.ALL, from, dialect));
        return;
      }
      range.accept(walk.span(KeyRange.ALL, from, end.get(), dialect));
      from = end;
    }
  }

  /** The last row of the next range; empty if what is left is no more than one range. */
  private Optional<RowValues> end(Walk walk, SqlFragment among, Optional<RowValues> from) {
    SqlFragment rest = walk.rest(KeyRange.ALL, from, dialect);
    List<SqlFragment> all = new ArrayList<>(List.of(rest));
    if (!among.equals(SqlFragment.TRUE)) {
      all.add(among);
    }
    long rows = reader.cap().most(MOST);
    return reader
        .rows(
            walk.table(),
            walk.order(),
            walk.hint(dialect),
            SqlFragment.all(all),
            walk.inOrder(dialect, 1) + " OFFSET " + (rows - 1))
        .stream()
        .findFirst();
  }
}
