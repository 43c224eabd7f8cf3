package org.quietus.format;

import java.io.IOException;

/** Takes rows down while a dump is read, with some of their columns, and shows them again. */
public interface RowKeeper {

  /** Takes down the values at some positions of a row of the format that it belongs to. */
  void keep(Row row, int[] columns) throws IOException;

  /**
   * Shows the rows again, in their order. A value that was not taken down may not be asked for.
   *
   * @throws IllegalStateException if one is
   */
  void show(RowVisitor visitor) throws IOException;
}
