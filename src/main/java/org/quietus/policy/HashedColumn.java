package org.quietus.policy;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How a column is written in what lists hold hashed.
 *
 * @param argument of {@link Kind#DIGITS} how many of the first ones, all if it is empty; of {@link
 *     Kind#DATE} the pattern, e.g. {@code yyyyMMdd}; else empty
 */
public record HashedColumn(Kind kind, String argument) {

  /** What becomes of a value. */
  public enum Kind {
    /** Only spaces at both ends go. */
    AS_IS,
    /** Letters become small, too. */
    LOWER,
    /** Letters alone, small and composed (Unicode NFC); accents stay. */
    LETTERS,
    /** The digits 0 to 9 alone. */
    DIGITS,
    /** A day, in a pattern of yyyy, MM and dd. */
    DATE
  }

  /** As it is written; empty if nothing is left of it, or a text is not a day. */
  public Optional<String> written(Object value) {
    return Optional.of(
            switch (kind) {
              case AS_IS -> value.toString().strip();
              case LOWER -> value.toString().strip().toLowerCase(Locale.ROOT);
              case LETTERS -> letters(value.toString());
              case DIGITS -> digits(value.toString());
              case DATE -> day(value);
            })
        .filter(text -> !text.isEmpty());
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC)
        .codePoints()
        .filter(Character::isLetter)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  /** Fewer than are asked for are none: they are another postcode, or a part of one. */
  private String digits(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    int wanted = argument.isEmpty() ? digits.length() : Integer.parseInt(argument);
    return digits.length() < wanted ? "" : digits.substring(0, wanted);
  }

  private String day(Object value) {
    try {
      LocalDate day =
          value instanceof LocalDate date
              ? date
              : value instanceof LocalDateTime moment
                  ? moment.toLocalDate()
                  : LocalDate.parse(value.toString().strip());
      return DateTimeFormatter.ofPattern(argument, Locale.ROOT).format(day);
    } catch (DateTimeException e) {
      return "";
    }
  }
}
