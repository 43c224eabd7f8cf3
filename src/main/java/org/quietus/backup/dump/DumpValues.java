package org.quietus.backup.dump;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Column;
import org.quietus.catalog.KeyText;
import org.quietus.format.Row;
import org.quietus.format.UnsupportedDump;

/**
 * Values of a dump as those that a database would give for the same column, and as comparable text.
 */
public final class DumpValues {
  private static final int SURELY_LONG = 19;
  private static final int MOST_DIGITS = 1000;
  private static final String ZERO_DATE = "0000-00-00";

  /** Numbers that are none, as PostgreSQL spells them. */
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private static final Map<String, LocalDateTime> ENDLESS =
      Map.of("infinity", LocalDateTime.MAX, "-infinity", LocalDateTime.MIN);
  private static final Pattern DURATION =
      Pattern.compile("(-\\d+|\\d{3,}|2[4-9]|[3-9]\\d):\\d\\d(:\\d\\d(\\.\\d+)?)?");

  private DumpValues() {}

  /**
   * The value as strategies take it; a TIMESTAMP is its date and time in the zone of the dump. A
   * date of zeros is none, and what is not of the column's type, or of the dump's character set, is
   * an {@link UnreadValue}.
   */
  static @Nullable Object read(Row row, int index, Column column) throws IOException {
    try {
      return literal(row, index, column);
    } catch (UnsupportedDump e) {
      return new UnreadValue(column.name());
    }
  }

  private static @Nullable Object literal(Row row, int index, Column column) throws IOException {
    if (column.type() == Column.Type.BINARY || column.type() == Column.Type.POINT) {
      return row.bytes(index);
    }
    String text = row.text(index);
    if (text == null || (isMoment(column) && text.startsWith(ZERO_DATE))) {
      return null;
    }
    boolean bits = isNumber(column) && (row.isBits(index) || isBits(text));
    return of(bits ? bits(row, index) : text, column);
  }

  /** The value that a text stands for in a column. */
  static Object of(String text, Column column) {
    try {
      return typed(text, column);
    } catch (NumberFormatException | DateTimeException e) {
      return new UnreadValue(column.name());
    }
  }

  private static boolean isMoment(Column column) {
    return switch (column.type()) {
      case DATE, DATETIME, TIMESTAMP -> true;
      default -> false;
    };
  }

  /** Dumps spell bits as {@code b'1'}, as hexadecimal digits, or as a string of the bytes. */
  private static boolean isBits(String text) {
    for (int n = 0; n < text.length(); n++) {
      if (text.charAt(n) >= ' ' && text.charAt(n) <= '~') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNumber(Column column) {
    return switch (column.type()) {
      case BOOLEAN, INTEGER, DECIMAL, FLOAT -> true;
      default -> false;
    };
  }

  private static String bits(Row row, int index) throws IOException {
    return new BigInteger(1, Objects.requireNonNull(row.bytes(index))).toString();
  }

  private static Object typed(String text, Column column) {
    return switch (column.type()) {
      case INTEGER -> integer(text);
      case DECIMAL -> NOT_FINITE.contains(text) ? (Object) Double.valueOf(text) : decimal(text);
      case FLOAT -> NOT_FINITE.contains(text) ? Double.valueOf(text) : decimal(text).doubleValue();
      case BOOLEAN -> decimal(text).signum() != 0;
      case DATE -> ENDLESS.containsKey(text) ? day(text) : LocalDate.parse(text);
      case TIME -> time(text);
      case DATETIME, TIMESTAMP ->
          Objects.requireNonNullElseGet(
              ENDLESS.get(text), () -> LocalDateTime.parse(text.replace(' ', 'T')));
      case TEXT, ENUM, UUID, BINARY, JSON, POINT, OTHER -> text;
    };
  }

  /** As drivers give what PostgreSQL calls infinity. */
  private static LocalDate day(String endless) {
    return endless.equals("infinity") ? LocalDate.MAX : LocalDate.MIN;
  }

  /** No column holds a number that would fill the memory when it is written out. */
  private static BigDecimal decimal(String text) {
    BigDecimal number = new BigDecimal(text);
    if (Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new NumberFormatException("too many digits");
    }
    return number;
  }

  /** A duration below zero or of more than a day stays text. */
  private static Object time(String text) {
    return DURATION.matcher(text).matches() ? text : LocalTime.parse(text);
  }

  private static Number integer(String digits) {
    if (digits.length() < SURELY_LONG) {
      return Long.valueOf(digits);
    }
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /**
   * The same text for the same value, whichever way a dump or a database spells it.
   *
   * @throws Trouble if only the server can compare the value
   */
  public static String canonical(Object value, Column column) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (value instanceof Long || value instanceof Integer) {
      return value.toString();
    }
    if (value instanceof Double real && !Double.isFinite(real)) {
      return value.toString();
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    String text = value.toString();
    if (column.type() == Column.Type.UUID) {
      return text.toLowerCase(Locale.ROOT);
    }
    return KeyText.of(text, column).orElseThrow(() -> uncompared(column));
  }

  private static Trouble uncompared(Column column) {
    return new Trouble(
        VersionState.UNSUPPORTED,
        "a key in column '%s' has letters that its collation %s compares in a way of its own"
            .formatted(column.name(), column.collation().orElse("")));
  }
}
