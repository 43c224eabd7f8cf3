package org.quietus.format;

import java.io.IOException;

/** Looks at the rows of some tables. */
public interface RowVisitor {

  /** Whether rows from there are to be visited; may be asked again for each statement. */
  boolean wants(RowSource source) throws IOException;

  /** Looks at one row, in the order of the dump. */
  void visit(Row row) throws IOException;

  /**
   * Whether some rows, of a format that knows of their values before, have to be shown; the others
   * stay, and are counted.
   */
  default boolean mayConcern(KnownValues values) throws IOException {
    return true;
  }

  /** Looks at a text that belongs to no row, of a format that has such. */
  default void beside(Beside place, String text) throws IOException {}
}
