package org.quietus.database.postgres;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.database.SqlFragment;

/** Many numbers or texts as one value: a statement takes 65,535 of them. */
final class OneArray {
  private static final int MANY = 1_000;

  private OneArray() {}

  /** Rows that have one of these; empty if they are few, or of another kind. */
  static Optional<SqlFragment> among(String column, List<?> values) {
    if (values.size() <= MANY) {
      return Optional.empty();
    }
    if (values.stream().allMatch(Long.class::isInstance)) {
      return Optional.of(
          SqlFragment.of(
              column + " = ANY (CAST(? AS BIGINT[]))",
              values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"))));
    }
    // the array is of the column's type, which need not be text
    return values.stream().allMatch(String.class::isInstance)
        ? Optional.of(
            SqlFragment.of(
                column + " = ANY (?)",
                values.stream()
                    .map(text -> text.toString().replaceAll("[\"\\\\]", "\\\\$0"))
                    .collect(Collectors.joining("\",\"", "{\"", "\"}"))))
        : Optional.empty();
  }
}
