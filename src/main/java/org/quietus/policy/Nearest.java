package org.quietus.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that was most probably meant by an unknown one. */
public final class Nearest {
  private static final int LONGEST = 40;

  private Nearest() {}

  /**
   * The candidate with the smallest edit distance, case aside; none if even that differs in more
   * than a third of the word.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    return candidates.stream()
        .sorted()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(best -> distance(word, best) <= Math.max(1, word.length() / 3));
  }

  /** How many letters to add, drop, change or swap with their neighbour; case does not count. */
  private static int distance(String one, String other) {
    String a = one.substring(0, Math.min(one.length(), LONGEST)).toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int edit = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1);
    int cheapest = Math.min(edit, d[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cheapest, d[i - 2][j - 2] + 1) : cheapest;
  }
}
