package org.quietus.control;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A range of one step's rows, the unit that a worker slot claims.
 *
 * @param above exclusive lower bound of the first key column, absent for none
 * @param upto inclusive upper bound, absent for none
 * @param position where the last committed chunk ended, an encoded key of integers, absent at the
 *     beginning
 * @param nextSequence the sequence number of the next chunk
 */
public record WorkRange(
    int number,
    int step,
    Optional<String> request,
    Optional<BigInteger> above,
    Optional<BigInteger> upto,
    Optional<String> position,
    int nextSequence) {

  /** The same range with another next sequence number. */
  public WorkRange at(int sequence) {
    return new WorkRange(number, step, request, above, upto, position, sequence);
  }
}
