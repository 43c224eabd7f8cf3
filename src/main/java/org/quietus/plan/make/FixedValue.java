package org.quietus.plan.make;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;

/**
 * Turns the text of {@code fixed: v} into a value that the column stores unchanged, so that it is
 * equal to itself when read again.
 */
final class FixedValue {
  private static final Pattern DECIMAL =
      Pattern.compile("\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\)");

  /** Whole numbers up to 2^24 are exact in single precision. */
  private static final BigDecimal EXACT_FLOAT = BigDecimal.valueOf(1 << 24);

  private FixedValue() {}

  /** The value of the column's own Java type; empty if the column cannot hold it exactly. */
  static Optional<Object> of(String text, Column column) {
    try {
      return switch (column.type()) {
        case TEXT -> text.equals(text.stripTrailing()) ? Optional.of(text) : Optional.empty();
        case ENUM -> column.allowed().contains(text) ? Optional.of(text) : Optional.empty();
        case BOOLEAN -> bool(text);
        case INTEGER -> integer(new BigInteger(text), column);
        case DECIMAL -> decimal(new BigDecimal(text), column);
        case FLOAT -> real(new BigDecimal(text));
        case DATE -> Optional.of(LocalDate.parse(text)).map(FixedValue::inCalendar);
        case TIME ->
            Optional.of(LocalTime.parse(text)).filter(time -> time.getNano() == 0).map(t -> t);
        case DATETIME, TIMESTAMP -> moment(text, column.type());
        case BINARY, UUID, JSON, POINT, OTHER -> Optional.empty();
      };
    } catch (NumberFormatException | DateTimeException notOfThatType) {
      return Optional.empty();
    }
  }

  private static Optional<Object> bool(String text) {
    return switch (text) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> integer(BigInteger value, Column column) {
    if (!IntegerRange.of(column.typeName()).map(range -> range.holds(value)).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(value.bitLength() < Long.SIZE ? value.longValue() : new BigDecimal(value));
  }

  private static Optional<Object> decimal(BigDecimal value, Column column) {
    Matcher size = DECIMAL.matcher(column.typeName());
    if (!size.find()) {
      return Optional.empty();
    }
    int precision = Integer.parseInt(size.group(1));
    int scale = size.group(2) == null ? 0 : Integer.parseInt(size.group(2));
    BigDecimal plain = value.stripTrailingZeros();
    boolean fits = plain.scale() <= scale && plain.precision() - plain.scale() <= precision - scale;
    boolean negative =
        value.signum() < 0 && column.typeName().toLowerCase(Locale.ROOT).contains("unsigned");
    return fits && !negative ? Optional.of(plain.setScale(scale)) : Optional.empty();
  }

  private static Optional<Object> real(BigDecimal value) {
    boolean exact =
        value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(EXACT_FLOAT) <= 0;
    return exact ? Optional.of(value.doubleValue()) : Optional.empty();
  }

  private static LocalDate inCalendar(LocalDate date) {
    if (date.getYear() < 1000 || date.getYear() > 9999) {
      throw new DateTimeException("outside what a DATE holds everywhere");
    }
    return date;
  }

  /** A TIMESTAMP may be as narrow as from 1970 to January 2038. */
  private static Optional<Object> moment(String text, Column.Type type) {
    LocalDateTime moment =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay()
            : LocalDateTime.parse(text.replace(' ', 'T'));
    int year = inCalendar(moment.toLocalDate()).getYear();
    boolean fits = type == Column.Type.DATETIME || (year > 1970 && year < 2038);
    return fits && moment.getNano() == 0 ? Optional.of(moment) : Optional.empty();
  }
}
