package org.quietus.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows that could not be read, and were kept byte for byte.
 *
 * @param rows how many they are
 * @param first where the first ones are and what is wrong with each, without a value
 */
public record Unread(long rows, List<String> first) {
  /** All rows were read. */
  public static final Unread NOTHING = new Unread(0, List.of());

  private static final int MOST_NAMED = 5;

  public Unread {
    first = List.copyOf(first);
  }

  /** With one more of them. */
  public Unread plus(String where) {
    if (rows >= MOST_NAMED) {
      return new Unread(rows + 1, first);
    }
    List<String> more = new ArrayList<>(first);
    more.add(where);
    return new Unread(rows + 1, more);
  }

  /** For people, e.g. {@code line 3: not valid JSON, line 7: not UTF-8}. */
  public String text() {
    String named = String.join(", ", first);
    return rows > first.size() ? named + " and " + (rows - first.size()) + " more" : named;
  }
}
