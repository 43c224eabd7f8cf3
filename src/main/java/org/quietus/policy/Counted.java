package org.quietus.policy;

import java.util.Locale;

/** Numbers with what they count, as every message says them. */
public final class Counted {
  private Counted() {}

  /** E.g. {@code 1 row}, {@code 1,200 rows}, of a noun whose plural ends in an s. */
  public static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** What goes with a number of things: {@code one} of them, or {@code several}. */
  public static String verb(long number, String one, String several) {
    return number == 1 ? one : several;
  }
}
