package org.quietus.subject;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

  /** Texts of letters before this one are the same composed and decomposed. */
  private static final char FIRST_COMPOSED = '\u00c0';

  /** Texts of letters before this one are composed already. */
  private static final char FIRST_MARK = '\u0300';

  /** Stands for the start of the text while SQL looks for a prefix; removed beforehand. */
  private static final String START = "^";

  static final Normaliser EMAIL = new Normaliser(2, emailSteps());
  static final Normaliser PHONE = new Normaliser(1, phoneSteps());
  static final Normaliser TRIMMED = new Normaliser(2, List.of(new Trim()));

  /** One thing done to a text, in Java and in SQL. */
  sealed interface Step {
    String apply(String text);

    String sql(String expression);
  }

  /**
   * Each of some characters becomes another, or none of them stays; since none becomes one of the
   * others, one pass in Java does what SQL does one by one.
   */
  private static final class Characters implements Step {
    private static final int ASCII = 128;
    private static final char GONE = '\uffff';

    private final String from;
    private final String to;
    private final char[] ofAscii = new char[ASCII];

    private Characters(String from, String to) {
      this.from = from;
      this.to = to;
      for (char c = 0; c < ASCII; c++) {
        ofAscii[c] = lookedUp(c);
      }
    }

    /** Some characters go, and each of some others becomes the one at its place. */
    static Characters of(String gone, String from, String to) {
      return new Characters(gone + from, String.valueOf(GONE).repeat(gone.length()) + to);
    }

    private char lookedUp(char c) {
      int at = from.indexOf(c);
      return at < 0 ? c : to.charAt(at);
    }

    @Override
    public String apply(String text) {
      if (isDone(text)) {
        return text;
      }
      char[] result = text.toCharArray();
      int length = 0;
      for (char before : result) {
        char after = before < ASCII ? ofAscii[before] : lookedUp(before);
        if (after != GONE || before == GONE) {
          result[length++] = after;
        }
      }
      return new String(result, 0, length);
    }

    /** Most texts that are met are as they are wanted. */
    private boolean isDone(String text) {
      for (int n = 0; n < text.length(); n++) {
        char c = text.charAt(n);
        if ((c < ASCII ? ofAscii[c] : lookedUp(c)) != c) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String sql(String expression) {
      String result = expression;
      for (int n = 0; n < from.length(); n++) {
        String other = to.charAt(n) == GONE ? "" : to.substring(n, n + 1);
        result = replace(result, from.substring(n, n + 1), other);
      }
      return result;
    }
  }

  /** What a text begins with becomes another; the text holds no {@link #START}. */
  private record Beginning(String from, String to) implements Step {
    @Override
    public String apply(String text) {
      return text.startsWith(from) ? to + text.substring(from.length()) : text;
    }

    @Override
    public String sql(String expression) {
      String marked = "CONCAT('" + START + "', " + expression + ")";
      return replace(replace(marked, START + from, to), START, "");
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

  /** The steps on a text whose letters are composed (Unicode NFC), and stay so. */
  String composed(String value) {
    return composition(apply(composition(value)));
  }

  /**
   * What {@link #sql} makes of the ways in which a normalised text may be stored: with its letters
   * composed (NFC) or decomposed (NFD); a mixture of both is none of them.
   */
  Set<String> stored(String composed) {
    return composed.chars().allMatch(c -> c < FIRST_COMPOSED)
        ? Set.of(composed)
        : new LinkedHashSet<>(
            List.of(composed, apply(Normalizer.normalize(composed, Normalizer.Form.NFD))));
  }

  private static String composition(String text) {
    for (int n = 0; n < text.length(); n++) {
      if (text.charAt(n) >= FIRST_MARK) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
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

  private static String replace(String expression, String from, String to) {
    return "REPLACE(" + expression + ", '" + from + "', '" + to + "')";
  }

  private static List<Step> emailSteps() {
    return List.of(
        Characters.of(WHITE_SPACE, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"));
  }

  private static List<Step> phoneSteps() {
    return List.of(
        Characters.of(
            WHITE_SPACE + PHONE_PUNCTUATION + START,
            "\uff0b\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
            "+0123456789"),
        new Beginning("00", "+"));
  }
}
