package org.quietus.cli.draft;

import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.coverage.Inventory;

/**
 * A table that looks as if each row were a person.
 *
 * @param personal its columns that look personal, in the table's order
 */
record SubjectDraft(Table table, List<PersonColumn> personal) {

  /** The draft for a table, if it has a column that tells persons apart and is not a log. */
  static Optional<SubjectDraft> of(Table table, Inventory inventory) {
    List<PersonColumn> personal =
        table.columns().values().stream()
            .filter(column -> !column.generated())
            .flatMap(column -> PersonColumn.of(inventory, table.name(), column).stream())
            .toList();
    return !inventory.isLog(table.name())
            && personal.stream().anyMatch(is -> is.identifier().isPresent())
        ? Optional.of(new SubjectDraft(table, personal))
        : Optional.empty();
  }

  /** The subject's name in the job file. */
  String name() {
    return table.name().replaceAll("[^\\p{L}\\p{N}._-]", "-").replaceFirst("^[._-]", "x$0");
  }

  boolean isUnique(Column column) {
    return table.indexes().stream()
        .anyMatch(index -> index.unique() && index.columns().contains(column.name()));
  }
}
