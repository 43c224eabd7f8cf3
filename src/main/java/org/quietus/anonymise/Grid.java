package org.quietus.anonymise;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code grid: n}: the corner, towards zero, of the cell of n by n that a coordinate lies in: a
 * number, or both numbers of a point.
 *
 * @param size above zero, with at most six decimals
 */
public record Grid(BigDecimal size) implements Strategy {
  @Override
  public String name() {
    return "grid";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return Multiple.towardsZero(number, size);
    }
    if (value instanceof byte[] bytes) {
      return Point.of(bytes).map(coordinate -> Multiple.real(coordinate, size));
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.MultipleOf(size));
  }
}
