package org.quietus.format.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Drifted;
import org.quietus.format.UnsupportedDump;

/**
 * The names of the fields of each row.
 *
 * @param names in the order of the file
 * @param different each once
 * @param words that they are made of, in small letters
 */
record Header(List<String> names, Set<String> different, Set<String> words) {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_DIGITS = 4;
  private static final int MOST_RENAMED = 3;
  private static final int SHORTEST_PART = 3;

  /** Of more columns most keep their names. */
  private static final int MOST_COMPARED = 300;

  /** Between words, also between a small letter and a capital one. */
  private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  Header(List<String> names) {
    this(List.copyOf(names), Set.copyOf(names), words(names));
  }

  /** Whether one of them is called so; an empty name is a value as well. */
  private boolean has(String name) {
    return !name.isEmpty() && different.contains(name);
  }

  /**
   * Whether a value may be what a column is called: it has letters, few digits and no at sign; an
   * empty one is a column without a name.
   */
  static boolean isName(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return true;
    }
    boolean letters = false;
    int digits = 0;
    for (int n = 0; n < value.length(); n++) {
      char c = value.charAt(n);
      letters |= Character.isLetter(c);
      digits += Character.isDigit(c) ? 1 : 0;
      if (c == '@' || digits > MOST_DIGITS) {
        return false;
      }
    }
    return letters && value.length() <= LONGEST_NAME;
  }

  /**
   * Whether another row is a header as well: it has nearly all names of this one, or what may be
   * names, most of which are spelled alike. The rows behind it would be taken for what they are
   * not.
   *
   * @param unlikeRows whether no row before had what may be names where it is looked, so that one
   *     name is enough if no more than three are called otherwise
   */
  boolean isLike(Header other, boolean unlikeRows) {
    List<String> named = other.names.stream().filter(name -> !name.isEmpty()).toList();
    long same = named.stream().filter(this::has).count();
    if (3 * same > 2L * named.size()) {
      return true;
    }
    boolean allNames =
        named.stream().allMatch(Header::isName) && Set.copyOf(named).size() == named.size();
    return allNames
        && ((unlikeRows && same > 0 && named.size() - same <= MOST_RENAMED && isTold(other))
            || (named.size() <= MOST_COMPARED && 3 * alike(named) > 2L * named.size()));
  }

  /** Of two names one alone says something only where it is of the other column. */
  private boolean isTold(Header other) {
    return other.names.size() > 2
        || other.names.stream()
            .anyMatch(name -> has(name) && names.indexOf(name) != other.names.indexOf(name));
  }

  /** How many of some names have a word of one of these, or a part of such a word. */
  private long alike(List<String> others) {
    return others.stream()
        .filter(
            other -> words(other).stream().anyMatch(word -> words.contains(word) || isPart(word)))
        .count();
  }

  private boolean isPart(String word) {
    return word.length() >= SHORTEST_PART
        && words.stream()
            .filter(of -> of.length() >= SHORTEST_PART)
            .anyMatch(of -> of.contains(word) || word.contains(of));
  }

  private static Set<String> words(List<String> names) {
    Set<String> words = new HashSet<>();
    names.forEach(name -> words.addAll(words(name)));
    return Set.copyOf(words);
  }

  private static Set<String> words(String name) {
    return WORD.splitAsStream(name)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 0)
        .collect(Collectors.toSet());
  }

  /**
   * Where the columns are that are looked for. Of the header no message quotes a name but these,
   * for a file without a header begins with somebody's data.
   *
   * @throws Drifted if one of them is not there
   * @throws UnsupportedDump if a name is there twice
   */
  int[] places(List<String> lookedFor) throws Drifted, UnsupportedDump {
    requireDifferent();
    Set<String> lacking = new TreeSet<>(lookedFor);
    names.forEach(lacking::remove);
    if (!lacking.isEmpty()) {
      throw new Drifted("the header has no column '" + String.join("', '", lacking) + "'", 0);
    }
    return lookedFor.stream().mapToInt(names::indexOf).toArray();
  }

  /** A column without a name is one that nobody can look for, so that there may be several. */
  private void requireDifferent() throws UnsupportedDump {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (int n = 0; n < names.size(); n++) {
      if (!names.get(n).isEmpty() && !seen.add(names.get(n))) {
        twice.add(String.valueOf(n + 1));
      }
    }
    if (!twice.isEmpty()) {
      String first = String.join(", ", twice.subList(0, Math.min(5, twice.size())));
      throw new UnsupportedDump("the header has duplicate names, at field " + first, 0);
    }
  }
}
