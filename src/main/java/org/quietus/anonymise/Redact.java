package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code redact}: a star for each code point, eight at most. */
public record Redact() implements Strategy {
  /** The most stars. */
  public static final int LONGEST = 8;

  @Override
  public String name() {
    return "redact";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return "*".repeat(Math.min(LONGEST, text.codePointCount(0, text.length())));
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    return Optional.of(new Done.AllStars(LONGEST));
  }
}
