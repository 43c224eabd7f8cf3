package org.quietus.policy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code where} condition, parsed and found to be a read-only expression over columns of its own
 * table.
 */
public record Condition(String sql, Set<String> columns) {

  /** Rows that meet both. */
  public Condition and(Condition other) {
    return new Condition(
        "(" + sql + ") AND (" + other.sql + ")",
        Stream.concat(columns.stream(), other.columns.stream())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
