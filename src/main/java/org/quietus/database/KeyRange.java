package org.quietus.database;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A range of the first key column.
 *
 * @param above exclusive, absent for no bound
 * @param upto inclusive, absent for no bound
 */
public record KeyRange(Optional<BigInteger> above, Optional<BigInteger> upto) {
  public static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty());
}
