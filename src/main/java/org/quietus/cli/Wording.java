package org.quietus.cli;

import java.util.Locale;

/** Small matters of English. */
final class Wording {
  private Wording() {}

  /** E.g. {@code 1 problem}, {@code 1,200 problems}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
