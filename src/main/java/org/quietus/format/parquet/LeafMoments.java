package org.quietus.format.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/**
 * Dates, times and timestamps as ISO 8601 spells them, and back; an INT96 is an instant in UTC, as
 * Spark and Hive write it.
 */
final class LeafMoments {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long NANOS_OF_DAY = TimeUnit.DAYS.toNanos(1);

  private LeafMoments() {}

  static String date(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  static int date(String text) {
    return Math.toIntExact(LocalDate.parse(text).toEpochDay());
  }

  /** With a {@code Z} if it is an instant. */
  static String timestamp(long count, TimestampLogicalTypeAnnotation type) {
    long inSecond = inSecond(type.getUnit());
    long second = Math.floorDiv(count, inSecond);
    long nanos = Math.floorMod(count, inSecond) * (TimeUnit.SECONDS.toNanos(1) / inSecond);
    return type.isAdjustedToUTC()
        ? Instant.ofEpochSecond(second, nanos).toString()
        : LocalDateTime.ofEpochSecond(second, (int) nanos, ZoneOffset.UTC).toString();
  }

  static long timestamp(String text, TimestampLogicalTypeAnnotation type) {
    long inSecond = inSecond(type.getUnit());
    Instant instant =
        type.isAdjustedToUTC()
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), inSecond),
        instant.getNano() / (TimeUnit.SECONDS.toNanos(1) / inSecond));
  }

  static String time(long count, LogicalTypeAnnotation.TimeUnit unit) {
    return LocalTime.ofNanoOfDay(count * (TimeUnit.SECONDS.toNanos(1) / inSecond(unit))).toString();
  }

  static long time(String text, LogicalTypeAnnotation.TimeUnit unit) {
    return LocalTime.parse(text).toNanoOfDay() / (TimeUnit.SECONDS.toNanos(1) / inSecond(unit));
  }

  private static long inSecond(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> 1_000_000_000;
    };
  }

  static String int96(byte[] twelve) {
    ByteBuffer bytes = ByteBuffer.wrap(twelve).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = Integer.toUnsignedLong(bytes.getInt()) - JULIAN_DAY_OF_EPOCH;
    return Instant.ofEpochSecond(TimeUnit.DAYS.toSeconds(day), nanos).toString();
  }

  static byte[] int96(String text) {
    Instant instant = OffsetDateTime.parse(text).toInstant();
    long day = Math.floorDiv(instant.getEpochSecond(), TimeUnit.DAYS.toSeconds(1));
    long second = Math.floorMod(instant.getEpochSecond(), TimeUnit.DAYS.toSeconds(1));
    long nanos = TimeUnit.SECONDS.toNanos(second) + instant.getNano();
    if (nanos < 0 || nanos >= NANOS_OF_DAY) {
      throw new ArithmeticException();
    }
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(nanos)
        .putInt(Math.toIntExact(day + JULIAN_DAY_OF_EPOCH))
        .array();
  }
}
