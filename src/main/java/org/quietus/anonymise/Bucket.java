package org.quietus.anonymise;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code bucket: n}: the multiple of n that is nearest to a number towards zero.
 *
 * @param size above zero, with at most six decimals
 */
public record Bucket(BigDecimal size) implements Strategy {
  @Override
  public String name() {
    return "bucket";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return Multiple.towardsZero(number, size);
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.MultipleOf(size));
  }
}
