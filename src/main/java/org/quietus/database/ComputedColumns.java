package org.quietus.database;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells which columns of its table a computed column may depend on. */
final class ComputedColumns {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private ComputedColumns() {}

  /**
   * The columns that are named anywhere in the expression of a column, or in that of one which it
   * names; rather one too many than none.
   *
   * @param all the table's columns
   * @param expressions of those that are computed, by column
   */
  static Set<String> of(String column, Collection<String> all, Map<String, String> expressions) {
    Set<String> found = new HashSet<>();
    collect(column, all, expressions, found);
    found.remove(column);
    return found;
  }

  private static void collect(
      String column, Collection<String> all, Map<String, String> expressions, Set<String> found) {
    String expression = expressions.getOrDefault(column, "").toLowerCase(Locale.ROOT);
    Matcher matcher = WORD.matcher(expression);
    Set<String> words = matcher.results().map(match -> match.group()).collect(Collectors.toSet());
    for (String other : all) {
      String name = other.toLowerCase(Locale.ROOT);
      boolean named =
          WORD.matcher(name).matches() ? words.contains(name) : expression.contains(name);
      if (named && found.add(other)) {
        collect(other, all, expressions, found);
      }
    }
  }
}
