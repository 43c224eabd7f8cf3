package org.quietus.policy;

import java.time.Period;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kinds of personal data, and which columns hold them.
 *
 * @param columns by table, column to category
 * @param sensitive the categories that need special care
 * @param maxLifetime how long data of a category may exist at most, over all copies
 */
public record Categories(
    Map<TableName, Map<String, String>> columns,
    Set<String> sensitive,
    Map<String, Period> maxLifetime) {

  /** No categories at all. */
  public static final Categories NONE = new Categories(Map.of(), Set.of(), Map.of());

  /** The categories that some column is of, by name. */
  public SortedSet<String> names() {
    return columns.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The categories of a table's columns, by name. */
  public SortedSet<String> of(TableName table) {
    return new TreeSet<>(columns.getOrDefault(table, Map.of()).values());
  }

  /** Whether the column is of a sensitive category. */
  public boolean isSensitive(TableName table, String column) {
    Map<String, String> categories = columns.getOrDefault(table, Map.of());
    return categories.containsKey(column) && sensitive.contains(categories.get(column));
  }
}
