package org.quietus.cli.draft;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.coverage.Inventory;
import org.quietus.coverage.Kind;
import org.quietus.coverage.Level;

/**
 * A column that seems to be personal data, and what to propose for it.
 *
 * @param kind what it seems to hold
 */
record PersonColumn(Column column, Kind kind) {
  private static final Map<Kind, String> IDENTIFIERS =
      Map.of(Kind.EMAIL, "email", Kind.PHONE, "phone");

  private static final Set<Column.Type> DATES =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);

  /** What a column seems to hold, if that is likely at least. */
  static Optional<PersonColumn> of(Inventory inventory, String table, Column column) {
    return inventory.of(table, column).stream()
        .filter(sign -> sign.level().isAtLeast(Level.LIKELY))
        .findFirst()
        .map(sign -> new PersonColumn(column, sign.kind()));
  }

  /** The type of identifier that it could be, if it tells persons apart. */
  Optional<String> identifier() {
    return column.type() == Column.Type.TEXT
        ? Optional.ofNullable(IDENTIFIERS.get(kind))
        : Optional.empty();
  }

  /** The strategy to propose, as the job file writes it; empty if none fits by itself. */
  Optional<String> strategy(boolean unique) {
    if (kind == Kind.BIRTH && DATES.contains(column.type())) {
      return Optional.of("year");
    }
    if (column.nullable()) {
      return Optional.of("set-null");
    }
    if (column.type() != Column.Type.TEXT) {
      return Optional.empty();
    }
    if (unique) {
      return Optional.of("{ template: \"erased-{random}\" }");
    }
    return Optional.of(kind == Kind.IP ? "{ network: 16 }" : "redact");
  }
}
