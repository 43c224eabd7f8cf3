package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A pure way to anonymise one column. Values are {@link String}, {@link Long}, {@link
 * java.math.BigDecimal}, {@link Double}, {@link Boolean}, {@link java.time.LocalDate}, {@link
 * java.time.LocalDateTime}, {@link java.time.LocalTime} or {@code byte[]}; any other type is an
 * {@link IllegalArgumentException}.
 */
public sealed interface Strategy
    permits SetNull,
        Fixed,
        Truncate,
        Network,
        Bucket,
        Grid,
        Redact,
        Template,
        RandomShape,
        Blackout,
        JsonParts {

  /** The word that the job file uses. */
  String name();

  /** The anonymised value; null stays null, and a value that is done stays as it is. */
  @Nullable Object apply(@Nullable Object value, RandomGenerator random);

  /** The same for a row of somebody's; what does not depend on whose it is does not look. */
  default @Nullable Object apply(@Nullable Object value, Whose whose, RandomGenerator random) {
    return apply(value, random);
  }

  /** Whether whose row it is has to be known, or matters if it is known. */
  default Optional<OfPerson> ofPerson() {
    return Optional.empty();
  }

  /** How much depends on whose row a value stands in. */
  enum OfPerson {
    /** The job file has to tell. */
    REQUIRED,
    /** The outcome is better if it is known. */
    HELPFUL
  }

  /**
   * Whether every value but null becomes the same one, so that one statement can set all rows
   * (leaving NULL where NULL is).
   */
  default boolean constant() {
    return false;
  }

  /** The predicate that tells an anonymised value; empty if only a mark column can tell. */
  default Optional<Done> done() {
    return Optional.empty();
  }

  /** Whether two different values may become the same one, which a unique column cannot hold. */
  default boolean collides() {
    return true;
  }

  /**
   * The length in characters that a text column must have for every output to fit, however short.
   */
  default int width() {
    return 0;
  }

  /** Complains of a value that the strategy does not take, by its type only. */
  static IllegalArgumentException unsuitable(String strategy, Object value) {
    return new IllegalArgumentException(
        "strategy '" + strategy + "' does not take a " + value.getClass().getSimpleName());
  }
}
