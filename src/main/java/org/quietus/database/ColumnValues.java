package org.quietus.database;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;

/**
 * Columns as Java values and back, with no zone ever in between: integers as {@code Long} (or
 * {@code BigInteger} above its range), decimals as {@code BigDecimal}, floating point as {@code
 * Double}, text, enums, JSON and UUIDs as {@code String}, binary and points as {@code byte[]},
 * dates and times as {@code LocalDate}, {@code LocalTime} and {@code LocalDateTime}. A {@code
 * TIMESTAMP}, an instant, is its {@code LocalDateTime} in UTC: sessions run in UTC, and what they
 * read and write is that. A date or time that is none of these, such as {@code 0000-00-00} or
 * {@code 838:59:59}, is the text that the database writes for it; one without an end is the first
 * or last of its class, and a decimal that is no number a {@code Double}.
 */
public final class ColumnValues {
  /** Characters of an integer that is in the range of {@code long}, whatever its digits. */
  private static final int SURELY_LONG = 18;

  private static final String ZONED = " with time zone";

  private ColumnValues() {}

  /** The value of a column of the current row, null for NULL. */
  public static @Nullable Object read(ResultSet row, int index, Column column) throws SQLException {
    try {
      return isZoned(column) ? instant(row, index) : value(row, index, column.type());
    } catch (SQLException e) {
      // the driver's own message quotes the value
      throw new SQLException(
          "column " + column.name() + " holds a value that is no " + column.type(),
          e.getSQLState(),
          e.getErrorCode());
    }
  }

  /** Some drivers read an instant that its type calls one only with its zone. */
  private static boolean isZoned(Column column) {
    String type = column.typeName();
    return column.type() == Column.Type.TIMESTAMP
        && type.regionMatches(true, type.length() - ZONED.length(), ZONED, 0, ZONED.length());
  }

  private static @Nullable Object instant(ResultSet row, int index) throws SQLException {
    try {
      OffsetDateTime instant = row.getObject(index, OffsetDateTime.class);
      return instant == null ? null : inUtc(instant);
    } catch (DateTimeException e) {
      return row.getString(index);
    }
  }

  private static LocalDateTime inUtc(OffsetDateTime instant) {
    if (instant.equals(OffsetDateTime.MAX)) {
      return LocalDateTime.MAX;
    }
    return instant.equals(OffsetDateTime.MIN)
        ? LocalDateTime.MIN
        : instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  private static @Nullable Object value(ResultSet row, int index, Column.Type type)
      throws SQLException {
    return switch (type) {
      case INTEGER -> {
        String digits = row.getString(index);
        yield digits == null ? null : integer(digits);
      }
      case DECIMAL -> decimal(row, index);
      case FLOAT -> row.getObject(index, Double.class);
      case BOOLEAN -> row.getObject(index, Boolean.class);
      case TEXT, ENUM, UUID, JSON -> row.getString(index);
      case BINARY -> row.getBytes(index);
      case POINT -> point(row, index);
      case DATE -> orText(row, index, LocalDate.class);
      case TIME -> orText(row, index, LocalTime.class);
      case DATETIME, TIMESTAMP -> orText(row, index, LocalDateTime.class);
      case OTHER -> throw new SQLException("not a type that is read");
    };
  }

  /**
   * One driver has an object for it, and its bytes depend on how they were sent: as it is spelled.
   */
  private static byte @Nullable [] point(ResultSet row, int index) throws SQLException {
    String point = String.valueOf(row.getObject(index));
    return point.startsWith("(") ? point.getBytes(StandardCharsets.US_ASCII) : row.getBytes(index);
  }

  private static @Nullable Number decimal(ResultSet row, int index) throws SQLException {
    try {
      return row.getBigDecimal(index);
    } catch (SQLException e) {
      double none = row.getDouble(index);
      if (Double.isFinite(none)) {
        throw e;
      }
      return none;
    }
  }

  private static @Nullable Object orText(ResultSet row, int index, Class<?> type)
      throws SQLException {
    try {
      return row.getObject(index, type);
    } catch (SQLException | DateTimeException e) {
      return row.getString(index);
    }
  }

  /** An integer as {@link #read} returns it, of its digits. */
  public static Number integer(String digits) {
    if (digits.length() <= SURELY_LONG) {
      return Long.valueOf(digits);
    }
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /** Binds a value as {@link #read} returns it. */
  public static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setObject(index, value);
    }
  }

  /**
   * The moment as a column of this type is compared with it: a date column by the day that it falls
   * on, a column without a zone by the local time.
   *
   * @param zone the zone that the database's columns without one are written in
   */
  public static Object cutoff(Column column, Instant moment, ZoneId zone) {
    return switch (column.type()) {
      case DATE -> moment.atZone(zone).toLocalDate();
      case DATETIME -> moment.atZone(zone).toLocalDateTime();
      case TIMESTAMP -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
      default ->
          throw new IllegalArgumentException(
              "column " + column.name() + " is neither a date nor a moment");
    };
  }
}
