package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code text}: what identifies the person becomes stars wherever it stands in running text; the
 * whole text does where nothing is known of the person. Nothing tells the outcome from an original,
 * so it needs a mark column.
 */
public record Blackout() implements Strategy {
  private static final int STARS = 3;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    return apply(value, Whose.nobody(), random);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, Whose whose, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw Strategy.unsuitable(name(), value);
    }
    return whose.traits().stream().noneMatch(Mentions::canFind)
        ? stars(text)
        : Mentions.replace(text, whose.traits(), Blackout::stars);
  }

  @Override
  public Optional<OfPerson> ofPerson() {
    return Optional.of(OfPerson.REQUIRED);
  }

  /** No longer than what stood there. */
  private static String stars(String what) {
    return "*".repeat(Math.min(STARS, what.codePointCount(0, what.length())));
  }
}
