package org.quietus.subject;

import java.util.ArrayList;
import java.util.List;

/**
 * A normaliser as a list of steps that Java and SQL take in the same way: replace a literal text by
 * another one, from left to right, compared character by character.
 *
 * <p>Nothing else, because nothing else means the same everywhere: {@code LOWER} depends on the
 * collation (a Turkish one makes I a dotless i), {@code TRIM} knows one kind of space only, and
 * MySQL has no {@code TRANSLATE}.
 */
record Normaliser(int version, List<Step> steps) {

  /** White space that no address or number holds, but that forms and spreadsheets leave in them. */
  private static final String WHITE_SPACE = " \t\r\n\u00a0\u3000";

  private static final String PHONE_PUNCTUATION = "-\u2010\u2011\u2013()\uff08\uff09./";

  /** Stands for the start of the text while steps look for a prefix; removed beforehand. */
  private static final String START = "^";

  static final Normaliser EMAIL = new Normaliser(1, emailSteps());
  static final Normaliser PHONE = new Normaliser(1, phoneSteps());
  static final Normaliser TRIMMED = new Normaliser(1, List.of(new Trim()));

  /** One thing done to a text, in Java and in SQL. */
  sealed interface Step {
    String apply(String text);

    String sql(String expression);
  }

  /** Every occurrence of a text becomes another. */
  private record Replace(String from, String to) implements Step {
    @Override
    public String apply(String text) {
      return text.replace(from, to);
    }

    @Override
    public String sql(String expression) {
      return "REPLACE(" + expression + ", '" + from + "', '" + to + "')";
    }
  }

  /** A text is put in front. */
  private record Prefix(String text) implements Step {
    @Override
    public String apply(String value) {
      return text + value;
    }

    @Override
    public String sql(String expression) {
      return "CONCAT('" + text + "', " + expression + ")";
    }
  }

  /** Spaces (U+0020) at both ends go, as SQL's TRIM has it. */
  private record Trim() implements Step {
    @Override
    public String apply(String text) {
      int start = 0;
      int end = text.length();
      while (start < end && text.charAt(start) == ' ') {
        start++;
      }
      while (end > start && text.charAt(end - 1) == ' ') {
        end--;
      }
      return text.substring(start, end);
    }

    @Override
    public String sql(String expression) {
      return "TRIM(" + expression + ")";
    }
  }

  String apply(String value) {
    String result = value;
    for (Step step : steps) {
      result = step.apply(result);
    }
    return result;
  }

  /** The steps as nested SQL functions; NULL is kept apart, since H2's CONCAT would lose it. */
  String sql(String column) {
    String result = column;
    for (Step step : steps) {
      result = step.sql(result);
    }
    return "CASE WHEN " + column + " IS NOT NULL THEN " + result + " END";
  }

  private static List<Step> emailSteps() {
    List<Step> steps = removing(WHITE_SPACE);
    for (char letter = 'A'; letter <= 'Z'; letter++) {
      steps.add(new Replace(String.valueOf(letter), String.valueOf((char) (letter + 32))));
    }
    return List.copyOf(steps);
  }

  private static List<Step> phoneSteps() {
    List<Step> steps = removing(WHITE_SPACE + PHONE_PUNCTUATION + START);
    steps.add(new Replace("\uff0b", "+"));
    for (int digit = 0; digit <= 9; digit++) {
      steps.add(new Replace(String.valueOf((char) ('\uff10' + digit)), String.valueOf(digit)));
    }
    steps.add(new Prefix(START));
    steps.add(new Replace(START + "00", "+"));
    steps.add(new Replace(START, ""));
    return List.copyOf(steps);
  }

  private static List<Step> removing(String characters) {
    List<Step> steps = new ArrayList<>();
    characters.chars().forEach(c -> steps.add(new Replace(String.valueOf((char) c), "")));
    return steps;
  }
}
