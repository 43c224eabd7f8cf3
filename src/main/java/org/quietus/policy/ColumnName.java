package org.quietus.policy;

/** A column as the job file names it, {@code database.table.column}. */
public record ColumnName(TableName table, String column) {

  /** Reads {@code database.table.column}; the text after the last dot is the column. */
  public static ColumnName parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 1 || dot == text.length() - 1) {
      throw new IllegalArgumentException("a column is named database.table.column");
    }
    return new ColumnName(TableName.parse(text.substring(0, dot)), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}
