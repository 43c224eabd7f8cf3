package org.quietus.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database says of its own tables at one moment.
 *
 * @param database the job file's name for it
 * @param product e.g. {@code MySQL 8.0.15}
 * @param tables by name as the database spells it
 * @param views the names of views, which are no tables
 * @param fromOutside foreign keys in other schemas that point at these tables; their own table is
 *     written {@code schema.table}
 */
public record Catalog(
    String database,
    String product,
    Map<String, Table> tables,
    Set<String> views,
    List<ForeignKey> fromOutside) {

  /** A catalog without views and without foreign keys from outside. */
  public Catalog(String database, String product, Map<String, Table> tables) {
    this(database, product, tables, Set.of(), List.of());
  }

  public Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** The same with some tables and those that point at them alone, and without estimates. */
  public Catalog around(Set<String> names) {
    Map<String, Table> around = new TreeMap<>();
    tables.forEach(
        (name, table) -> {
          if (names.contains(name)
              || table.foreignKeys().stream().anyMatch(k -> names.contains(k.referencedTable()))) {
            around.put(name, table.withoutEstimate());
          }
        });
    return new Catalog(database, product, around, Set.of(), fromOutside);
  }

  /**
   * The names among these of tables that another reading shows otherwise, or with other foreign
   * keys that point at them: indexes and estimates apart, which change what a statement costs and
   * not what it does.
   */
  public Set<String> changed(Set<String> names, Catalog later) {
    Set<String> changed = new TreeSet<>();
    for (String name : names) {
      boolean same =
          table(name)
              .map(Table::withoutIndexes)
              .equals(later.table(name).map(Table::withoutIndexes));
      if (!same || !pointingAt(name).equals(later.pointingAt(name))) {
        changed.add(name);
      }
    }
    return changed;
  }

  private Set<ForeignKey> pointingAt(String table) {
    Set<ForeignKey> keys = new HashSet<>(referencing(table));
    fromOutside.stream().filter(key -> key.referencedTable().equals(table)).forEach(keys::add);
    return keys;
  }

  /** Foreign keys, over all tables, that point at the given table. */
  public List<ForeignKey> referencing(String table) {
    return tables.values().stream()
        .flatMap(t -> t.foreignKeys().stream())
        .filter(key -> key.referencedTable().equals(table))
        .toList();
  }
}
