package org.quietus.anonymise;

import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/** A point of two coordinates, in one of the forms in which databases hand them out. */
sealed interface Point permits PointBytes, SpelledPoint {

  /**
   * Reads whichever form it is.
   *
   * @throws IllegalArgumentException if it is not a point in the plane
   */
  static Point of(byte[] bytes) {
    Optional<SpelledPoint> spelled = SpelledPoint.read(bytes);
    return spelled.isPresent() ? spelled.get() : new PointBytes(bytes);
  }

  /** The same point with other coordinates, in the same form. */
  byte[] map(DoubleUnaryOperator change);

  /** Whether both coordinates meet a condition. */
  boolean all(DoublePredicate condition);
}
