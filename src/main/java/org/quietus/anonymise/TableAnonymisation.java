package org.quietus.anonymise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How each row of one table is anonymised, and when it is done: when the mark column is not NULL,
 * or, without one, when every column is.
 *
 * @param columns strategy by column, in the job file's order, never empty
 * @param mark the column that is set to the current moment together with the others
 */
public record TableAnonymisation(Map<String, Strategy> columns, Optional<String> mark) {
  public TableAnonymisation {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("an anonymisation changes at least one column");
    }
    if (mark.isEmpty() && !undecidable(columns).isEmpty()) {
      throw new IllegalArgumentException(
          "without a mark column nothing tells when these are done: " + undecidable(columns));
    }
    if (mark.filter(columns::containsKey).isPresent()) {
      throw new IllegalArgumentException("the mark column is anonymised itself");
    }
  }

  /** The columns whose strategy has no done predicate, so that the table needs a mark column. */
  public static List<String> undecidable(Map<String, Strategy> columns) {
    return columns.entrySet().stream()
        .filter(column -> column.getValue().done().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether one statement without any row's old values anonymises them all. */
  public boolean constant() {
    return columns.values().stream().allMatch(Strategy::constant);
  }

  /** Whether a row, given by its values by column, is anonymised. */
  public boolean done(Map<String, ? extends @Nullable Object> row) {
    return mark.map(column -> row.get(column) != null)
        .orElseGet(
            () ->
                columns.entrySet().stream()
                    .allMatch(
                        column ->
                            column.getValue().done().orElseThrow().test(row.get(column.getKey()))));
  }
}
