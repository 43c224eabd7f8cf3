package org.quietus.control;

import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.target.KeyRange;

/**
 * A range of one step's rows, the unit that a worker slot claims.
 *
 * @param position where the last committed chunk ended, absent at the beginning
 * @param nextSequence the sequence number of the next chunk
 */
public record WorkRange(
    int number,
    int step,
    Optional<String> request,
    KeyRange keys,
    Optional<RowValues> position,
    int nextSequence) {

  /** The same range with another next sequence number. */
  public WorkRange at(int sequence) {
    return new WorkRange(number, step, request, keys, position, sequence);
  }

  /** Whether no chunk of a rule's range has been done yet, so that it may be shortened. */
  public boolean isFresh() {
    return request.isEmpty() && nextSequence == 1 && position.isEmpty();
  }

  /** What is left of the range if it ends at a key. */
  WorkRange upto(RowValues key) {
    return new WorkRange(number, step, request, keys.upto(key), position, nextSequence);
  }
}
