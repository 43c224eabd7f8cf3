package org.quietus.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to the objects of a backup set when a person is erased. */
public enum OnErasure {
  /** The person's rows are taken out of them at once. */
  REWRITE,
  /** They stay as they are until their period has passed; until then they are residuals. */
  EXPIRE,
  /**
   * They stay until a backup was made after the erasure, and then go as a whole, or until their
   * period has passed.
   */
  AT_REFRESH,
  /**
   * They stay, put beyond use, until their period has passed: nobody works with them, and what is
   * restored from one is not used before the erasures were replayed.
   */
  ISOLATE;

  /** What a word of the job file means, e.g. {@code at-refresh}. */
  public static Optional<OnErasure> of(String word) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(word)).findFirst();
  }

  /** How certificates name the protection of a copy that waits; empty where none does. */
  public Optional<String> waiting() {
    return switch (this) {
      case AT_REFRESH -> Optional.of("awaiting-refresh");
      case ISOLATE -> Optional.of("isolated");
      case REWRITE, EXPIRE -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
