package org.quietus.database.engine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Column;
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
 * Cuts a step's table into ranges of its key, many and small, so that slots share the work and
 * restarts repeat little.
 */
final class KeyRanges {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRanges.class);
  private static final long ROWS_PER_RANGE = 50_000;
  private static final int MOST_RANGES = 1_000;
  private static final long FEW_ROWS = 50_000;
  private static final long FEW_PERCENT = 5;

  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;

  KeyRanges(RowReader reader, Dialect dialect, Predicates predicates) {
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
  }

  /** The ranges, which together cover every key there is or may come to be. */
  List<KeyRange> of(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    Column first = Predicates.column(table, table.primaryKey().get(0));
    long wanted = Math.min(MOST_RANGES, table.estimatedRows() / ROWS_PER_RANGE);
    if (first.type() != Column.Type.INTEGER || wanted < 2) {
      LOG.info("{}: one range of the primary key", table.name());
      return List.of(KeyRange.ALL);
    }
    if (isFew(step, due, table)) {
      LOG.info("{}: few rows are due; one range, by the index of the date", table.name());
      return List.of(KeyRange.ALL);
    }
    Optional<BigInteger> lowest = end(table, first, "ASC");
    Optional<BigInteger> highest = end(table, first, "DESC");
    if (lowest.isEmpty() || highest.isEmpty()) {
      return List.of(KeyRange.ALL);
    }
    List<KeyRange> ranges = cut(lowest.get(), highest.get(), wanted);
    LOG.info("{}: {} ranges of the primary key", table.name(), ranges.size());
    return ranges;
  }

  static List<KeyRange> cut(BigInteger lowest, BigInteger highest, long wanted) {
    BigInteger width =
        highest.subtract(lowest).divide(BigInteger.valueOf(wanted)).max(BigInteger.ONE);
    List<KeyRange> ranges = new ArrayList<>();
    Optional<BigInteger> above = Optional.empty();
    BigInteger upto = lowest.add(width);
    for (; upto.compareTo(highest) < 0; upto = upto.add(width)) {
      ranges.add(new KeyRange(above, Optional.of(upto)));
      above = Optional.of(upto);
    }
    ranges.add(new KeyRange(above, Optional.empty()));
    return ranges;
  }

  /** Whether walking an index of few due rows beats walking the table. */
  private boolean isFew(Step step, Selection.Due due, Table table) {
    if (due.index().isEmpty()) {
      return false;
    }
    long few = Math.min(FEW_ROWS, table.estimatedRows() * FEW_PERCENT / 100);
    return reader.countUpTo(table, predicates.due(step, due), few + 1) <= few;
  }

  private Optional<BigInteger> end(Table table, Column column, String order) {
    List<RowValues> rows =
        reader.rows(
            table,
            List.of(column.name()),
            "",
            SqlFragment.TRUE,
            " ORDER BY " + dialect.quote(column.name()) + " " + order + " LIMIT 1");
    return rows.stream()
        .map(row -> new BigInteger(String.valueOf(row.values().get(0))))
        .findFirst();
  }
}
