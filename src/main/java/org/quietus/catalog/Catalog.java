package org.quietus.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** Foreign keys, over all tables, that point at the given table. */
  public List<ForeignKey> referencing(String table) {
    return tables.values().stream()
        .flatMap(t -> t.foreignKeys().stream())
        .filter(key -> key.referencedTable().equals(table))
        .toList();
  }
}
