package org.quietus.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a database says of its own tables at one moment.
 *
 * @param database the job file's name for it
 * @param product e.g. {@code MySQL 8.0.15}
 * @param tables by name as the database spells it
 */
public record Catalog(String database, String product, Map<String, Table> tables) {

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
