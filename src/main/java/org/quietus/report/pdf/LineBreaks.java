package org.quietus.report.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a text into lines: after spaces, between Chinese characters but not before what closes or
 * after what opens, and within a word that is longer than a line.
 */
final class LineBreaks {
  private static final String CLOSING = "，。、；：！？）》】」』”’％…·)]},.;:!?%";
  private static final String OPENING = "（《【「『“‘([{";

  private LineBreaks() {}

  /** The lines of a text, at least one; nothing is left out but spaces where a line ends. */
  static List<String> of(String text, Typeface typeface, double width) {
    int[] all = text.codePoints().toArray();
    List<String> lines = new ArrayList<>();
    int start = 0;
    int breakAt = 0;
    double used = 0;
    for (int at = 0; at < all.length; at++) {
      if (at > start && mayBreak(all[at - 1], all[at])) {
        breakAt = at;
      }
      used += typeface.width(all[at]);
      if (used > width && at > start && all[at] != ' ') {
        int end = breakAt > start ? breakAt : at;
        lines.add(line(all, start, end));
        start = end;
        used = 0;
        for (int i = start; i <= at; i++) {
          used += typeface.width(all[i]);
        }
      }
    }
    if (start < all.length || lines.isEmpty()) {
      lines.add(line(all, start, all.length));
    }
    return lines;
  }

  private static String line(int[] all, int start, int end) {
    return new String(all, start, end - start).stripTrailing();
  }

  private static boolean mayBreak(int before, int after) {
    if (after == ' ' || is(CLOSING, after) || is(OPENING, before)) {
      return false;
    }
    return before == ' ' || isWide(before) || isWide(after);
  }

  private static boolean is(String some, int codePoint) {
    return some.indexOf(codePoint) >= 0;
  }

  /** Han characters, kana, and what is as wide. */
  private static boolean isWide(int codePoint) {
    return codePoint >= 0x2E80 && codePoint <= 0xFFEF;
  }
}
