package org.quietus.backup.dump;

/** A row of a dump stays as it is, because a key or what a strategy needs cannot be read. */
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
