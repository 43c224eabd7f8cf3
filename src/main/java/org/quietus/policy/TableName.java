package org.quietus.policy;

import java.util.Comparator;

/**
 * A table as the job file names it, {@code database.table}; the database is the job file's own name
 * for it.
 */
public record TableName(String database, String table) implements Comparable<TableName> {

  private static final Comparator<TableName> ORDER =
      Comparator.comparing(TableName::database).thenComparing(TableName::table);

  public TableName {
    if (database.isBlank() || table.isBlank()) {
      throw new IllegalArgumentException("a table is named database.table");
    }
  }

  /** Reads {@code database.table}; everything after the first dot is the table. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1) {
      throw new IllegalArgumentException("a table is named database.table");
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
