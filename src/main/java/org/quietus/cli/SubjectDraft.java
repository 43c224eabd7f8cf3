package org.quietus.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;

/**
 * A table that looks as if each row were a person, and what hangs on it.
 *
 * @param personal its columns that look personal
 * @param graph the tables whose rows lead to it by foreign keys, with the path that does, nearest
 *     first
 */
record SubjectDraft(Table table, Map<Column, PersonColumn> personal, Map<String, String> graph) {

  /** The draft for a table, if it has a column that tells persons apart. */
  static Optional<SubjectDraft> of(Table table, Catalog catalog) {
    Map<Column, PersonColumn> personal = new LinkedHashMap<>();
    table
        .columns()
        .values()
        .forEach(column -> PersonColumn.of(column).ifPresent(is -> personal.put(column, is)));
    return personal.values().stream().anyMatch(is -> is.identifier().isPresent())
        ? Optional.of(new SubjectDraft(table, personal, graph(table.name(), catalog)))
        : Optional.empty();
  }

  private static Map<String, String> graph(String person, Catalog catalog) {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put(person, "");
    Deque<String> next = new ArrayDeque<>(paths.keySet());
    while (!next.isEmpty()) {
      String referenced = next.remove();
      for (ForeignKey key : catalog.referencing(referenced)) {
        if (paths.putIfAbsent(key.table(), path(key, paths.getOrDefault(referenced, ""))) == null) {
          next.add(key.table());
        }
      }
    }
    paths.remove(person);
    return paths;
  }

  private static String path(ForeignKey key, String onwards) {
    String step = key.table() + "." + String.join("+", key.columns()) + " -> ";
    return step + (onwards.isEmpty() ? key.referencedTable() : onwards);
  }

  boolean isUnique(Column column) {
    return table.indexes().stream()
        .anyMatch(index -> index.unique() && index.columns().contains(column.name()));
  }
}
