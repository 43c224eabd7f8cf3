package org.quietus.cli.draft;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;

/**
 * Whose rows each table is proposed to hold: one kind of person's at most, and nobody's if others
 * need them. Whoever else leads to the table shares it.
 */
final class OwnerDraft {
  /** Persons who act for the controller or beside it: what they took part in is a customer's. */
  private static final Pattern IN_OFFICE =
      Pattern.compile(
          ".*(staff|employee|admin|operator|agent|manager|seller|sales|supplier|vendor|shipper"
              + "|carrier|store|branch|compan|partner|affiliate|author|address).*",
          Pattern.CASE_INSENSITIVE);

  private final Catalog catalog;
  private final Set<String> persons;
  private final Map<String, Map<String, String>> owned = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> shared = new LinkedHashMap<>();

  OwnerDraft(Catalog catalog, List<String> persons) {
    this.catalog = catalog;
    this.persons = Set.copyOf(persons);
    for (String person : persons) {
      owned.put(person, graph(person));
      shared.put(person, new TreeMap<>());
    }
    owned.values().stream()
        .flatMap(graph -> graph.keySet().stream())
        .collect(Collectors.toSet())
        .forEach(this::leaveToOne);
    persons.forEach(this::leaveWhatOthersNeed);
  }

  /** The tables whose rows go with a person, with the path that leads to them, nearest first. */
  Map<String, String> owned(String person) {
    return owned.getOrDefault(person, Map.of());
  }

  /** The tables that lead to a person and are not theirs, with the reason. */
  Map<String, String> shared(String person) {
    return shared.getOrDefault(person, Map.of());
  }

  private Map<String, String> graph(String person) {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put(person, "");
    Deque<String> next = new ArrayDeque<>(paths.keySet());
    while (!next.isEmpty()) {
      String referenced = next.remove();
      for (ForeignKey key : catalog.referencing(referenced)) {
        String path = path(key, paths.getOrDefault(referenced, ""));
        if (!persons.contains(key.table()) && paths.putIfAbsent(key.table(), path) == null) {
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

  private static int steps(String path) {
    return path.split(" -> ", -1).length;
  }

  private void leaveToOne(String table) {
    List<String> claiming =
        owned.keySet().stream()
            .filter(person -> owned(person).containsKey(table))
            .sorted(
                Comparator.comparing((String person) -> IN_OFFICE.matcher(person).matches())
                    .thenComparing(person -> steps(owned(person).getOrDefault(table, "")))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    claiming.stream()
        .skip(1)
        .forEach(person -> leave(person, table, "its rows are of " + claiming.get(0)));
  }

  private void leaveWhatOthersNeed(String person) {
    Optional<ForeignKey> need = neededByOthers(person);
    while (need.isPresent()) {
      ForeignKey key = need.get();
      leave(person, key.referencedTable(), "rows of " + key.table() + " need it");
      need = neededByOthers(person);
    }
  }

  private Optional<ForeignKey> neededByOthers(String person) {
    return owned(person).keySet().stream()
        .flatMap(table -> catalog.referencing(table).stream())
        .filter(key -> !key.table().equals(key.referencedTable()))
        .filter(key -> !owned(person).containsKey(key.table()) && isNeeded(key))
        .findFirst();
  }

  private boolean isNeeded(ForeignKey key) {
    return key.columns().stream()
        .flatMap(
            column -> catalog.table(key.table()).stream().flatMap(t -> t.column(column).stream()))
        .noneMatch(Column::nullable);
  }

  private void leave(String person, String table, String reason) {
    owned.getOrDefault(person, Map.of()).remove(table);
    shared.getOrDefault(person, Map.of()).put(table, reason);
  }
}
