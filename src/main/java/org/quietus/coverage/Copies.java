package org.quietus.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/**
 * Near-duplicates of columns that the policy covers: {@code email_backup}, {@code customer_email},
 * and the same column in {@code customer_old}.
 */
final class Copies {
  /** So many columns of a table in common, of a hundred, and so many at least, are no chance. */
  private static final int MUCH = 75;

  private static final int MANY = 4;

  private final Catalog catalog;
  private final NameList list;
  private final Map<String, Set<String>> personal = new TreeMap<>();
  private final Map<String, String> byName = new HashMap<>();
  private final Map<String, List<String>> byColumn = new HashMap<>();
  private final Map<String, String> byTableAndColumn = new HashMap<>();

  Copies(Inventory inventory, Covered covered, Set<String> marked) {
    this.catalog = inventory.catalog();
    this.list = inventory.list();
    for (Table table : catalog.tables().values()) {
      Set<String> some = new HashSet<>();
      for (Column column : table.columns().values()) {
        boolean known =
            marked.contains(table.name() + "." + column.name())
                || inventory.of(table.name(), column).stream()
                    .anyMatch(sign -> sign.level().isAtLeast(Level.LIKELY));
        if (known && covered.covers(table, column)) {
          some.add(column.name());
          byTableAndColumn.putIfAbsent(
              NameWords.of(table.name()).singular().joined() + NameWords.of(column.name()).joined(),
              table.name() + "." + column.name());
        }
      }
      if (!some.isEmpty()) {
        personal.put(table.name(), some);
        byName.putIfAbsent(NameWords.of(table.name()).singular().joined(), table.name());
        table
            .columns()
            .keySet()
            .forEach(
                column ->
                    byColumn.computeIfAbsent(column, n -> new ArrayList<>()).add(table.name()));
      }
    }
  }

  /** The covered table that a table seems to be a copy of. */
  Optional<String> original(Table table) {
    return withoutCopyWords(table.name())
        .flatMap(name -> Optional.ofNullable(byName.get(name)))
        .filter(other -> !other.equals(table.name()))
        .or(() -> alike(table));
  }

  /** The covered table with most columns in common, if these are most of both tables'. */
  private Optional<String> alike(Table table) {
    Map<String, Integer> common = new HashMap<>();
    for (String column : table.columns().keySet()) {
      for (String other : byColumn.getOrDefault(column, List.of())) {
        common.merge(other, 1, Integer::sum);
      }
    }
    common.remove(table.name());
    return common.entrySet().stream()
        .filter(other -> isMuch(other.getValue(), table, other.getKey()))
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  private boolean isMuch(int common, Table one, String other) {
    int columns = catalog.table(other).map(table -> table.columns().size()).orElse(0);
    return common >= MANY && common * 100 >= Math.max(one.columns().size(), columns) * MUCH;
  }

  /** What a column looks like a copy of, if anything. */
  Optional<Sign> of(Table table, Column column, Optional<String> original) {
    Optional<Sign> inCopy =
        original
            .filter(other -> personal.getOrDefault(other, Set.of()).contains(column.name()))
            .map(other -> sign(Level.CERTAIN, other + "." + column.name()));
    if (inCopy.isPresent()) {
      return inCopy;
    }
    Optional<Sign> beside =
        withoutCopyWords(column.name())
            .flatMap(
                name ->
                    personal.getOrDefault(table.name(), Set.of()).stream()
                        .filter(other -> NameWords.of(other).joined().equals(name))
                        .findFirst())
            .map(other -> sign(Level.LIKELY, table.name() + "." + other));
    return beside.or(
        () ->
            Optional.ofNullable(byTableAndColumn.get(NameWords.of(column.name()).joined()))
                .map(other -> sign(Level.LIKELY, other)));
  }

  private Sign sign(Level level, String original) {
    return new Sign(
        Kind.DATABASE_COPY,
        level,
        "looks like a copy of " + catalog.database() + "." + original + ", which is covered");
  }

  /** The name without the words that copies have; empty if it has none of them. */
  private Optional<String> withoutCopyWords(String name) {
    List<String> words = new ArrayList<>(NameWords.of(name).words());
    boolean copy = words.removeIf(word -> list.has("copy", word)) || name.matches(".*\\d{2,}.*");
    return copy && !words.isEmpty()
        ? Optional.of(new NameWords(words).singular().joined())
        : Optional.empty();
  }
}
