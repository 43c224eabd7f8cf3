package org.quietus.policy;

/**
 * A declared reference, {@code from -> to}: the row that holds column {@code from} points at the
 * row with that {@code to}.
 */
public record Edge(ColumnName from, ColumnName to) {

  /** Reads {@code database.table.column -> database.table.column}. */
  public static Edge parse(String text) {
    int arrow = text.indexOf("->");
    if (arrow < 0) {
      throw new IllegalArgumentException(
          "an edge is written 'database.table.column -> database.table.column'");
    }
    return new Edge(
        ColumnName.parse(text.substring(0, arrow).strip()),
        ColumnName.parse(text.substring(arrow + 2).strip()));
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
