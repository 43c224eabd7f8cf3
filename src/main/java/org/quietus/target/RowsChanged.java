package org.quietus.target;

/**
 * Rows changed between being selected and being acted on; the chunk must be rolled back and may be
 * tried again.
 */
public final class RowsChanged extends RuntimeException {
  public RowsChanged(String table, long selected, long affected) {
    super(table + ": " + selected + " rows were locked but " + affected + " were affected");
  }
}
