package org.quietus.anonymise;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text in a form in which letters that mean the same are the same, whatever their case, width and
 * composition (Unicode NFKD, UAX #15), and where each of its characters came from.
 */
final class FoldedText {
  private final StringBuilder folded = new StringBuilder();
  private int[] starts;
  private int[] ends;

  FoldedText(String text) {
    this.starts = new int[text.length() + 16];
    this.ends = new int[text.length() + 16];
    int at = 0;
    while (at < text.length()) {
      int end = at + Character.charCount(text.codePointAt(at));
      while (end < text.length() && continues(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      add(fold(text.substring(at, end)), at, end);
      at = end;
    }
  }

  private void add(String cluster, int start, int end) {
    int needed = folded.length() + cluster.length();
    if (needed > starts.length) {
      starts = java.util.Arrays.copyOf(starts, needed * 2);
      ends = java.util.Arrays.copyOf(ends, needed * 2);
    }
    for (int n = folded.length(); n < needed; n++) {
      starts[n] = start;
      ends[n] = end;
    }
    folded.append(cluster);
  }

  /** Marks, and what is not seen, belong to the letter before. */
  private static boolean continues(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> false;
    };
  }

  private static String fold(String cluster) {
    StringBuilder seen = new StringBuilder(cluster.length());
    cluster
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
        .forEach(seen::appendCodePoint);
    String upper = Normalizer.normalize(seen, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
  }

  String folded() {
    return folded.toString();
  }

  /** Where what a folded character comes from begins in the text. */
  int start(int index) {
    return starts[index];
  }

  /** Where it ends, exclusive. */
  int end(int index) {
    return ends[index];
  }
}
