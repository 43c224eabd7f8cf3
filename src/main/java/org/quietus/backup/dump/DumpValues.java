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
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Column;
import org.quietus.format.Row;

/**
 * Values of a dump as those that a database would give for the same column, and as comparable text.
 */
public final class DumpValues {
  private static final int SURELY_LONG = 19;

  private DumpValues() {}

  /**
   * The value as strategies take it; a TIMESTAMP is its date and time in UTC, as dumps have it.
   *
   * @throws Trouble if the dump holds something else than the column's type
   */
  static @Nullable Object read(Row row, int index, Column column) throws IOException {
    if (column.type() == Column.Type.BINARY) {
      return row.bytes(index);
    }
    String text = row.text(index);
    return text == null ? null : typed(text, column);
  }

  private static Object typed(String text, Column column) {
    try {
      return switch (column.type()) {
        case INTEGER -> integer(text);
        case DECIMAL -> new BigDecimal(text);
        case FLOAT -> Double.valueOf(text);
        case BOOLEAN -> new BigDecimal(text).signum() != 0;
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case DATETIME, TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
        case TEXT, ENUM, UUID, BINARY, OTHER -> text;
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw new Trouble(
          VersionState.UNSUPPORTED,
          "column " + column.name() + " holds a value that is no " + column.type());
    }
  }

  private static Number integer(String digits) {
    if (digits.length() < SURELY_LONG) {
      return Long.valueOf(digits);
    }
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /** The same text for the same value, whichever way a dump or a database spells it. */
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
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    String text = value.toString();
    return column.type() == Column.Type.UUID ? text.toLowerCase(Locale.ROOT) : text;
  }
}
