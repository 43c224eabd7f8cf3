package org.quietus.target;

import java.util.Optional;
import org.quietus.catalog.RowValues;

/**
 * A part of a table, in the order in which its rows are walked through.
 *
 * @param above exclusive lower bound over the first columns of that order, absent for none
 * @param upto inclusive upper bound, absent for none
 * @param byIndex whether that is the order of the date's index, if it has one, rather than of the
 *     primary key
 */
public record KeyRange(Optional<RowValues> above, Optional<RowValues> upto, boolean byIndex) {
  /** All, in the order of the primary key. */
  public static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty(), false);

  /** All, in the order of the date's index. */
  public static final KeyRange BY_INDEX = new KeyRange(Optional.empty(), Optional.empty(), true);

  /** What of it comes up to a key. */
  public KeyRange upto(RowValues key) {
    return new KeyRange(above, Optional.of(key), byIndex);
  }

  /** What of it comes behind a key. */
  public KeyRange above(RowValues key) {
    return new KeyRange(Optional.of(key), upto, byIndex);
  }

  /** Whether more of it can be cut off: nothing follows it. */
  public boolean isOpen() {
    return upto.isEmpty();
  }
}
