package org.quietus.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is known of the values of some rows before they are shown. */
public interface KnownValues {

  /**
   * Every value that a column has in them, perhaps with some that none of them has, without null;
   * empty if that is not known.
   *
   * @param column by its position among the columns of a row
   */
  Optional<List<Object>> of(int column) throws IOException;
}
