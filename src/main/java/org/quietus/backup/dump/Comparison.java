package org.quietus.backup.dump;

import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.Table;

/**
 * How the keys of a column are compared. Between columns with different ones only the server can
 * say which values are equal: {@code '042'} and 42, or {@code 'AB'} and {@code 'ab'}.
 */
record Comparison(String values, boolean padded, boolean folded) {

  static Comparison of(Column column) {
    return switch (column.type()) {
      case INTEGER, DECIMAL -> exact("number");
      case TEXT, ENUM ->
          column
              .collation()
              .map(by -> new Comparison("text", KeyText.isPadded(by), KeyText.isFolded(by)))
              .orElseGet(() -> new Comparison("text", KeyText.isBlankPadded(column), false));
      case FLOAT, JSON, POINT, OTHER -> exact(column.typeName());
      case BOOLEAN, BINARY, DATE, TIME, DATETIME, TIMESTAMP, UUID -> exact(column.type().name());
    };
  }

  private static Comparison exact(String values) {
    return new Comparison(values, false, false);
  }

  /** The first two columns of a join that are compared differently, as a message names them. */
  static Optional<String> difference(Join join, Table from, Table to) {
    for (int n = 0; n < join.fromColumns().size(); n++) {
      Column one = from.column(join.fromColumns().get(n)).orElseThrow();
      Column other = to.column(join.toColumns().get(n)).orElseThrow();
      if (!of(one).equals(of(other))) {
        return Optional.of(named(from, one) + " and " + named(to, other));
      }
    }
    return Optional.empty();
  }

  private static String named(Table table, Column column) {
    return "'%s.%s' (%s)"
        .formatted(
            table.name(),
            column.name(),
            column.collation().map(by -> column.typeName() + " " + by).orElseGet(column::typeName));
  }
}
