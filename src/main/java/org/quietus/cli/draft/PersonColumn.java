package org.quietus.cli.draft;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;

/** What a column of personal data looks like by its name and type, and what to propose for it. */
enum PersonColumn {
  EMAIL("e?_?mail(_?addr(ess)?)?|.*_e?mail", Kind.TEXT, "email"),
  PHONE(".*(phone|mobile|telefon|fax).*|tel", Kind.TEXT, "phone"),
  NAME("(full|first|last|sur|given|family|middle)_?name", Kind.TEXT, null),
  BIRTH(".*birth.*|dob", Kind.DATE, null),
  ADDRESS("(ip|.*_ip|ip_?addr(ess)?)", Kind.TEXT, null),
  STREET("street.*|address[0-9_]*|postal_?code|zip", Kind.TEXT, null);

  private enum Kind {
    TEXT(Column.Type.TEXT),
    DATE(Column.Type.DATE, Column.Type.DATETIME);

    private final Set<Column.Type> types;

    Kind(Column.Type first, Column.Type... others) {
      this.types = EnumSet.of(first, others);
    }
  }

  private final Pattern name;
  private final Kind kind;
  private final Optional<String> identifier;

  PersonColumn(String name, Kind kind, @org.jspecify.annotations.Nullable String identifier) {
    this.name = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
    this.kind = kind;
    this.identifier = Optional.ofNullable(identifier);
  }

  /** What a column looks like, if it looks personal at all. */
  static Optional<PersonColumn> of(Column column) {
    return Arrays.stream(values())
        .filter(
            looks ->
                looks.kind.types.contains(column.type())
                    && looks.name.matcher(column.name()).matches())
        .findFirst();
  }

  /** The type of identifier that it could be, if it tells persons apart. */
  Optional<String> identifier() {
    return identifier;
  }

  /** The strategy to propose, as the job file writes it. */
  String strategy(Column column, boolean unique) {
    if (this == BIRTH) {
      return "year";
    }
    if (column.nullable()) {
      return "set-null";
    }
    if (unique) {
      return "{ template: \"erased-{random}\" }";
    }
    return this == ADDRESS ? "{ network: 16 }" : "redact";
  }
}
