package org.quietus.format;

import java.io.IOException;

/** Decides what becomes of the rows of some tables. */
public interface RowDecider {

  /** Whether rows from there are to be decided on; the others are copied unread. */
  boolean wants(RowSource source) throws IOException;

  /** Decides on one row, in the order of the dump. */
  Decision decide(Row row) throws IOException;

  /**
   * Whether some rows, of a format that knows of their values before, have to be shown; the others
   * stay, and are counted.
   */
  default boolean mayConcern(KnownValues values) throws IOException {
    return true;
  }

  /**
   * Whether the record that begins there stays, as an earlier reading of the same file has shown,
   * so that it is copied without being understood; of others it is not known.
   */
  default boolean isKnownToStay(long offset) {
    return false;
  }

  /** Looks at a text that belongs to no row and stays, of a format that has such. */
  default void beside(Beside place, String text) throws IOException {}

  /** Keeps every row that is looked at. */
  static RowDecider keeping(RowVisitor visitor) {
    return new RowDecider() {
      @Override
      public boolean wants(RowSource source) throws IOException {
        return visitor.wants(source);
      }

      @Override
      public Decision decide(Row row) throws IOException {
        visitor.visit(row);
        return Decision.KEEP;
      }

      @Override
      public boolean mayConcern(KnownValues values) throws IOException {
        return visitor.mayConcern(values);
      }

      @Override
      public void beside(Beside place, String text) throws IOException {
        visitor.beside(place, text);
      }
    };
  }
}
