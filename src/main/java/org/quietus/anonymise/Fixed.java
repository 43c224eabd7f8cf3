package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code fixed: v}: one value for all.
 *
 * @param value of the column's own Java type; text until the column is known
 */
public record Fixed(Object value) implements Strategy {
  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public @Nullable Object apply(@Nullable Object old, RandomGenerator random) {
    return old == null ? null : value;
  }

  @Override
  public boolean constant() {
    return true;
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.EqualsExactly(value));
  }

  @Override
  public int width() {
    return value instanceof String text ? text.codePointCount(0, text.length()) : 0;
  }
}
