package org.quietus.coverage;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Columns that point at persons, by a foreign key or by their name alone. */
final class References {
  private final Inventory inventory;
  private final Set<String> subjects;

  References(Inventory inventory, JobFile job) {
    this.inventory = inventory;
    String database = inventory.catalog().database();
    this.subjects =
        job.subjects().values().stream()
            .map(SubjectType::records)
            .filter(table -> table.database().equals(database))
            .map(TableName::table)
            .collect(Collectors.toSet());
  }

  /** What a column seems to point at, if it is a person; foreign keys to subjects are followed. */
  Optional<Sign> of(Table table, Column column) {
    return table.foreignKeys().stream()
        .filter(key -> key.columns().contains(column.name()))
        .map(ForeignKey::referencedTable)
        .filter(inventory::isOfPersons)
        .filter(other -> !subjects.contains(other))
        .findFirst()
        .map(
            other ->
                sign(Level.POSSIBLE, "points at %s, whose rows seem to be about persons", other))
        .or(() -> inventory.namedReference(table, column).map(this::byName));
  }

  private Sign byName(String other) {
    return subjects.contains(other)
        ? sign(
            Level.LIKELY,
            "named like a reference to %s, but no foreign key or 'owns' leads there",
            other)
        : sign(
            Level.POSSIBLE,
            "named like a reference to %s, whose rows seem to be about persons",
            other);
  }

  private Sign sign(Level level, String why, String table) {
    return new Sign(
        Kind.REFERENCE, level, why.formatted(inventory.catalog().database() + "." + table));
  }
}
