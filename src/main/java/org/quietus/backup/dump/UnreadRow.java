package org.quietus.backup.dump;

/** A row of a dump cannot be changed, because a value that a strategy needs cannot be read. */
public final class UnreadRow extends RuntimeException {
  private final String column;

  public UnreadRow(String table, UnreadValue value) {
    super("a value cannot be read", null, false, false);
    this.column = table + "." + value.column();
  }

  /** The table and the column, without a value. */
  public String column() {
    return column;
  }
}
