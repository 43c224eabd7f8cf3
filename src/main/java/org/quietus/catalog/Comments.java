package org.quietus.catalog;

import java.util.Map;

/**
 * What people have written in a database about its tables and columns. It is for looking at and not
 * for printing: it may hold anything.
 *
 * @param tables by table
 * @param columns by table and column
 */
public record Comments(Map<String, String> tables, Map<String, Map<String, String>> columns) {

  /** No comments at all. */
  public static final Comments NONE = new Comments(Map.of(), Map.of());

  /** The comment of a table; empty if there is none. */
  public String of(String table) {
    return tables.getOrDefault(table, "");
  }

  /** The comment of a column; empty if there is none. */
  public String of(String table, String column) {
    return columns.getOrDefault(table, Map.of()).getOrDefault(column, "");
  }

  @Override
  public String toString() {
    return "Comments[" + tables.size() + " tables, " + columns.size() + " tables with columns]";
  }
}
