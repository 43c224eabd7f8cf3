package org.quietus.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a mistyped one was meant to be. */
final class Spelling {
  private static final int LONGEST = 40;

  private Spelling() {}

  /** The nearest known word, if at most a third of its letters differ. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String lower = word.substring(0, Math.min(word.length(), LONGEST)).toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(
            each ->
                distance(lower, each.toLowerCase(Locale.ROOT)) <= Math.max(1, each.length() / 3))
        .min(Comparator.comparingInt(each -> distance(lower, each.toLowerCase(Locale.ROOT))));
  }

  /** How many letters to add, drop, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int edit = Math.min(d[i - 1][j], d[i][j - 1]) + 1;
        d[i][j] = Math.min(edit, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
