package org.quietus.target;

/** A row cannot be changed, now or later; its chunk must be rolled back and done with care. */
public final class RowRefused extends RuntimeException {
  private final String why;

  /** {@code why} holds no value of the row. */
  public RowRefused(String table, String why) {
    super("a row of " + table + " could not be changed: " + why);
    this.why = why;
  }

  public String why() {
    return why;
  }
}
