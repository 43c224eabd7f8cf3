package org.quietus.backup.file;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers as programs spell them that take every number for one of floating point. */
final class WholeNumber {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<before>[+-]?\\d{1,60})(?<point>\\.\\d{0,60})?([eE](?<exponent>[+-]?\\d{1,3}))?");

  /** With one sign between each three digits, and perhaps another one before zeros. */
  private static final Pattern GROUPED =
      Pattern.compile(
          "(?<whole>[+-]?\\d{1,3}(?<by>[.,'’_ \\u00A0\\u202F])\\d{3}(\\k<by>\\d{3}){0,18})"
              + "((?!\\k<by>)[.,]0{1,60})?");

  /** In some countries thousands are written so, in others three decimals. */
  private static final Pattern TWOFOLD = Pattern.compile("[+-]?[1-9]\\d{0,2}[.,]\\d{3}");

  /** What floating point of 64 bits and of 32 tells from the next integer. */
  private static final BigDecimal MOST_OF_DOUBLE = BigDecimal.valueOf((1L << 53) - 1);

  private static final BigDecimal MOST_OF_FLOAT = BigDecimal.valueOf((1L << 24) - 1);

  /** So many digits spreadsheets and C leave of a large number. */
  private static final int MOST_SHORTENED = 6;

  /** A number with fewer is hardly ever one that had more. */
  private static final int FEWEST_SHORTENED = 3;

  private WholeNumber() {}

  /** The number without decimals and exponent; empty if it is not a whole one, or may be two. */
  static Optional<String> of(Object value) {
    if (mayBeTwo(value)) {
      return Optional.empty();
    }
    Matcher grouped = GROUPED.matcher(value instanceof String text ? text.strip() : "");
    return (grouped.matches()
            ? number(grouped.group("whole").replaceAll("[^+\\-\\d]", ""))
            : number(value))
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(number -> number.toBigInteger().toString());
  }

  /** Whether a text may be a number of thousands, or one with three decimals. */
  static boolean mayBeTwo(Object value) {
    return value instanceof String text && TWOFOLD.matcher(text.strip()).matches();
  }

  private static Optional<BigDecimal> number(Object value) {
    return value instanceof Number number
        ? (Double.isFinite(number.doubleValue())
            ? Optional.of(new BigDecimal(number.toString()))
            : Optional.empty())
        : Optional.of(value.toString().strip())
            .filter(text -> NUMBER.matcher(text).matches())
            .map(BigDecimal::new);
  }

  /**
   * The number that a program took for one of floating point, with its zeros in front; empty if the
   * value does not look like such a number.
   */
  static Optional<String> meant(Object value) {
    if (value instanceof Number) {
      return isFloating(value) ? of(value) : Optional.empty();
    }
    Matcher number = matched(value.toString());
    if (number == null) {
      return Optional.empty();
    }
    if (number.group("exponent") != null) {
      return isScientific(number) ? of(value) : Optional.empty();
    }
    boolean ends = ".0".equals(number.group("point"));
    return ends ? Optional.of(number.group("before")) : Optional.empty();
  }

  /** Whether a number is of a type that has decimals. */
  static boolean isFloating(Object value) {
    return value instanceof Double || value instanceof Float || value instanceof BigDecimal;
  }

  /** Whether a text that may be something else too is a number that is rounded. */
  static boolean isSurelyRounded(Object value) {
    if (value instanceof Number) {
      return isRounded(value);
    }
    Matcher number = matched(value.toString());
    return number != null && isScientific(number) && isRounded(value);
  }

  private static @Nullable Matcher matched(String text) {
    if (!hasSign(text)) {
      return null;
    }
    Matcher number = NUMBER.matcher(text.strip());
    return number.matches() ? number : null;
  }

  /** Hexadecimal digits may have an {@code e} among them. */
  private static boolean isScientific(Matcher number) {
    return number.group("exponent") != null
        && (number.group("point") != null || number.group("exponent").startsWith("+"));
  }

  private static boolean hasSign(String text) {
    return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
  }

  /** Whether a number is one of floating point that may have been another integer. */
  static boolean isRounded(Object value) {
    if (value instanceof Float) {
      return isBeyond(value, MOST_OF_FLOAT);
    }
    if (value instanceof Number) {
      return value instanceof Double && isBeyond(value, MOST_OF_DOUBLE);
    }
    Matcher number = matched(value.toString());
    return number != null && (isBeyond(value, MOST_OF_DOUBLE) || isShortened(number));
  }

  private static boolean isBeyond(Object value, BigDecimal most) {
    return number(value).filter(number -> number.abs().compareTo(most) > 0).isPresent();
  }

  /** Whether digits were left out, as in {@code 4.91511E+12}. */
  private static boolean isShortened(Matcher number) {
    if (number.group("point") == null
        || number.group("exponent") == null
        || !number.group("exponent").startsWith("+")) {
      return false;
    }
    int decimals = number.group("point").length() - 1;
    return decimals + 1 >= FEWEST_SHORTENED
        && decimals + 1 <= MOST_SHORTENED
        && Integer.parseInt(number.group("exponent")) > decimals;
  }
}
