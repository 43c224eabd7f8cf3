package org.quietus.coverage;

import java.util.Locale;

/** How surely something is personal data, the surest first. */
public enum Level {
  /** It says so itself. */
  CERTAIN,
  /** Most often it is. */
  LIKELY,
  /** It may be; somebody has to look. */
  POSSIBLE;

  /** The next weaker one; the weakest stays. */
  Level weaker() {
    return this == CERTAIN ? LIKELY : POSSIBLE;
  }

  /** Whether it is as sure as the other, or surer. */
  public boolean isAtLeast(Level other) {
    return compareTo(other) <= 0;
  }

  /** The surer of two. */
  static Level surer(Level one, Level other) {
    return one.isAtLeast(other) ? one : other;
  }

  /** As it is printed, e.g. {@code certain}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
