package org.quietus.database;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.quietus.anonymise.DateUnit;
import org.quietus.anonymise.Done;
import org.quietus.catalog.Column;

/** Renders {@link Done} as a condition. */
final class DoneSql {
  private static final int MOST_DECIMALS = 30;

  private DoneSql() {}

  static SqlFragment of(Dialect dialect, Column column, Done done) {
    String name = dialect.unpadded(column);
    if (done instanceof Done.IsNull) {
      return SqlFragment.of(name + " IS NULL");
    }
    return orNull(name, known(dialect, column, name, done));
  }

  private static SqlFragment known(Dialect dialect, Column column, String name, Done done) {
    if (done instanceof Done.EqualsExactly equals) {
      return equals.expected() instanceof String
          ? SqlFragment.of(dialect.exactly(name) + " = " + dialect.exactly("?"), equals.expected())
          : SqlFragment.of(name + " = ?", equals.expected());
    }
    if (done instanceof Done.AllStars stars) {
      return SqlFragment.of(
          "CHAR_LENGTH(REPLACE(" + name + ", '*', '')) = 0 AND CHAR_LENGTH(" + name + ") <= ?",
          stars.maxLength());
    }
    if (done instanceof Done.TruncatedTo truncated) {
      SqlFragment floored = SqlFragment.of(truncated(column, name, truncated.unit()));
      return truncated
          .first()
          .map(first -> SqlFragment.any(List.of(floored, SqlFragment.of(name + " = ?", first))))
          .orElse(floored);
    }
    if (done instanceof Done.Matches matches) {
      return SqlFragment.of(dialect.containsMatch(name), "\\A(?:" + matches.regex() + ")\\z");
    }
    if (done instanceof Done.MultipleOf multiple) {
      return SqlFragment.of(multiple(dialect, column, name, multiple.size()));
    }
    throw new IllegalStateException("no SQL for " + done.getClass().getSimpleName());
  }

  private static String multiple(Dialect dialect, Column column, String name, BigDecimal size) {
    return switch (column.type()) {
      case INTEGER -> "MOD(" + name + ", " + size.toPlainString() + ") = 0";
      // MySQL and MariaDB take the remainder of a number
      // below zero for another zero, H2 rounds it to as many decimals as the divisor has
      case DECIMAL ->
          "MOD(ABS(" + name + "), " + size.setScale(MOST_DECIMALS).toPlainString() + ") = 0";
      case FLOAT -> nearest(dialect, name, size);
      case POINT ->
          nearest(dialect, dialect.coordinate(name, 'X'), size)
              + " AND "
              + nearest(dialect, dialect.coordinate(name, 'Y'), size);
      default ->
          throw new IllegalArgumentException(
              "column " + column.name() + " is neither a number nor a point");
    };
  }

  /** The number counts as a multiple when it is the floating-point number nearest to one. */
  private static String nearest(Dialect dialect, String real, BigDecimal size) {
    String each = size.toPlainString();
    String most = size.multiply(new BigDecimal(Done.MultipleOf.MOST_QUOTIENT)).toPlainString();
    String count = "CAST(ROUND(" + real + " / " + each + ") AS DECIMAL(30, 0))";
    return "CASE WHEN ABS(%s) < %s THEN %s = %s ELSE FALSE END"
        .formatted(real, most, real, dialect.real(count + " * " + each));
  }

  private static String truncated(Column column, String name, DateUnit unit) {
    List<String> conditions = new ArrayList<>();
    switch (column.type()) {
      case DATE -> {}
      case DATETIME, TIMESTAMP -> conditions.add(name + " = CAST(" + name + " AS DATE)");
      default ->
          throw new IllegalArgumentException(
              "column " + column.name() + " is neither a date nor a moment");
    }
    if (unit == DateUnit.DAY) {
      return conditions.isEmpty() ? "TRUE" : conditions.get(0);
    }
    conditions.add("EXTRACT(DAY FROM " + name + ") = 1");
    if (unit != DateUnit.MONTH) {
      conditions.add("EXTRACT(MONTH FROM " + name + ") = 1");
    }
    if (unit == DateUnit.DECADE) {
      conditions.add("MOD(EXTRACT(YEAR FROM " + name + "), 10) = 0");
    }
    return String.join(" AND ", conditions);
  }

  private static SqlFragment orNull(String name, SqlFragment condition) {
    return new SqlFragment(name + " IS NULL OR (" + condition.sql() + ")", condition.binds());
  }
}
