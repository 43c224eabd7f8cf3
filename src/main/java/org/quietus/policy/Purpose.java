package org.quietus.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What personal data is held for. A person who withdraws their consent to it loses what only this
 * purpose needs, and nothing else.
 *
 * @param rows the tables whose rows it needs
 * @param columns by table, what it needs of rows that stay without it
 */
public record Purpose(String name, Set<TableName> rows, Map<TableName, Set<String>> columns) {
  private static final String SEPARATOR = "/";

  public Purpose {
    rows = Set.copyOf(rows);
    columns = Map.copyOf(new LinkedHashMap<>(columns));
  }

  /** Whether it needs whole rows of a table. */
  public boolean needs(TableName table) {
    return rows.contains(table);
  }

  /** Whether it needs that column of a table's rows. */
  public boolean needs(TableName table, String column) {
    return columns.getOrDefault(table, Set.of()).contains(column);
  }

  /** How a purpose of a kind of person is named wherever a kind is, e.g. {@code user/location}. */
  public static String name(String kind, String purpose) {
    return kind + SEPARATOR + purpose;
  }

  /** The kind of person in such a name, or in one that names no purpose. */
  public static String kind(String name) {
    int end = name.indexOf(SEPARATOR);
    return end < 0 ? name : name.substring(0, end);
  }

  /** The purpose in such a name; empty if it is a kind's alone. */
  public static Optional<String> purpose(String name) {
    int end = name.indexOf(SEPARATOR);
    return end < 0 ? Optional.empty() : Optional.of(name.substring(end + 1));
  }
}
