package org.quietus.database;

import java.math.BigDecimal;
import java.util.Optional;
import org.quietus.anonymise.Bucket;
import org.quietus.anonymise.Redact;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Column;

/** What the database can make of a column's value by itself, as a strategy does in Java. */
final class NewValueSql {
  private NewValueSql() {}

  /** Of a value that is not NULL, and a date if it should be one. */
  static Optional<SqlFragment> of(Dialect dialect, Column column, Strategy strategy) {
    String name = dialect.quote(column.name());
    if (strategy instanceof Redact && isPlainText(dialect, column)) {
      return Optional.of(
          SqlFragment.of("REPEAT('*', LEAST(CHAR_LENGTH(" + name + "), " + Redact.LONGEST + "))"));
    }
    if (strategy instanceof Truncate truncate) {
      return dialect.floor(column, truncate.unit()).map(floor -> notBefore(truncate, name, floor));
    }
    if (strategy instanceof Bucket bucket && column.type() == Column.Type.INTEGER) {
      return whole(bucket.size())
          .map(size -> SqlFragment.of(name + " - MOD(" + name + ", " + size + ")"));
    }
    return Optional.empty();
  }

  private static boolean isPlainText(Dialect dialect, Column column) {
    return column.type() == Column.Type.TEXT
        && dialect.unpadded(column).equals(dialect.quote(column.name()));
  }

  private static Optional<String> whole(BigDecimal size) {
    return size.stripTrailingZeros().scale() <= 0
        ? Optional.of(size.toBigIntegerExact().toString())
        : Optional.empty();
  }

  /** The earliest moment that a column holds is the beginning of the unit that it lies in. */
  private static SqlFragment notBefore(Truncate truncate, String name, String floor) {
    return truncate
        .first()
        .map(
            first ->
                SqlFragment.of(
                    "CASE WHEN "
                        + floor
                        + " < ? AND "
                        + name
                        + " >= ? THEN ? ELSE "
                        + floor
                        + " END",
                    first,
                    first,
                    first))
        .orElseGet(() -> SqlFragment.of(floor));
  }
}
