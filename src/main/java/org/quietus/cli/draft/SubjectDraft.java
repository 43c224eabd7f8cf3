package org.quietus.cli.draft;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/**
 * A table that looks as if each row were a person.
 *
 * @param personal its columns that look personal
 */
record SubjectDraft(Table table, Map<Column, PersonColumn> personal) {

  /** The draft for a table, if it has a column that tells persons apart. */
  static Optional<SubjectDraft> of(Table table) {
    Map<Column, PersonColumn> personal = new LinkedHashMap<>();
    table
        .columns()
        .values()
        .forEach(column -> PersonColumn.of(column).ifPresent(is -> personal.put(column, is)));
    return personal.values().stream().anyMatch(is -> is.identifier().isPresent())
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
