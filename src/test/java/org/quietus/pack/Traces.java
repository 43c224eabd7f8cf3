package org.quietus.pack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many texts of two characters or more, looked for in one pass; one search for each takes longer.
 */
final class Traces {
  private final Map<Integer, List<String>> byBeginning = new HashMap<>();
  private final boolean[] beginnings = new boolean[1 << 16];

  Traces(Collection<String> texts) {
    for (String text : texts) {
      int beginning = beginning(text.charAt(0), text.charAt(1));
      beginnings[beginning] = true;
      byBeginning.computeIfAbsent(beginning, key -> new ArrayList<>()).add(text);
    }
  }

  /** Returns those that are in a text, each as often as it is there. */
  List<String> in(String text) {
    List<String> found = new ArrayList<>();
    char[] characters = text.toCharArray();
    for (int at = 0; at + 1 < characters.length; at++) {
      int beginning = beginning(characters[at], characters[at + 1]);
      if (beginnings[beginning]) {
        for (String sought : byBeginning.getOrDefault(beginning, List.of())) {
          if (text.startsWith(sought, at)) {
            found.add(sought);
          }
        }
      }
    }
    return found;
  }

  private static int beginning(char first, char second) {
    return (first * 31 + second) & 0xffff;
  }
}
