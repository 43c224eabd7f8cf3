package org.quietus.coverage;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name in words: without case and accents, cut at separators, digits and capitals, and without
 * digits.
 */
record NameWords(List<String> words) {
  private static final int BEYOND_ASCII = 128;

  private static final Pattern CAPITALS =
      Pattern.compile("(?<=[\\p{Ll}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

  NameWords {
    words = List.copyOf(words);
  }

  /** The words of a name; umlauts lose their dots. */
  static NameWords of(String name) {
    return new NameWords(
        name.chars().allMatch(letter -> letter < BEYOND_ASCII) ? plain(name) : cut(name));
  }

  /** The same without regular expressions, for there may be many thousands of columns. */
  private static List<String> plain(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int n = 0; n < name.length(); n++) {
      char letter = name.charAt(n);
      boolean first =
          isUpper(letter)
              && n > 0
              && (isLower(name.charAt(n - 1))
                  || (isUpper(name.charAt(n - 1))
                      && n + 1 < name.length()
                      && isLower(name.charAt(n + 1))));
      boolean between = !isUpper(letter) && !isLower(letter);
      if ((first || between) && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (!between) {
        word.append(Character.toLowerCase(letter));
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isUpper(char letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  private static boolean isLower(char letter) {
    return letter >= 'a' && letter <= 'z';
  }

  private static List<String> cut(String name) {
    String apart = CAPITALS.matcher(name).replaceAll(" ");
    List<String> words = new ArrayList<>();
    for (String word : BETWEEN.split(folded(apart))) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** Without case and accents. */
  static String folded(String text) {
    String small =
        text.toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replace("æ", "ae")
            .replace("ø", "o")
            .replace("ł", "l");
    return ACCENTS.matcher(Normalizer.normalize(small, Normalizer.Form.NFD)).replaceAll("");
  }

  /** The words from one to before another, without anything between them. */
  String joined(int from, int to) {
    return String.join("", words.subList(from, to));
  }

  /** All words, without anything between them. */
  String joined() {
    return joined(0, words.size());
  }

  int size() {
    return words.size();
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** The word in the singular, as far as one rule can say. */
  static String singular(String word) {
    if (word.length() > 3 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.length() > 4 && word.matches(".*(ss|x|ch|sh)es")) {
      return word.substring(0, word.length() - 2);
    }
    return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }

  /** The same with its last word in the singular. */
  NameWords singular() {
    if (words.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(words);
    all.set(all.size() - 1, singular(all.get(all.size() - 1)));
    return new NameWords(all);
  }
}
