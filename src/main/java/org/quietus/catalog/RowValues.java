package org.quietus.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of some columns of one row, in a fixed order, e.g. its primary key; printed without
 * its values.
 *
 * <p>Values are those a dialect reads: String, Long, BigInteger, BigDecimal, Double, Boolean,
 * LocalDate, LocalDateTime, LocalTime, byte[], or null.
 */
public record RowValues(List<@Nullable Object> values) {

  public RowValues {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** By value, bytes too. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowValues row
        && Arrays.deepEquals(values.toArray(), row.values.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values.toArray());
  }

  /**
   * A reversible text, one tagged and length-safe element per value; holds the values, so it is
   * stored sealed only.
   */
  public String encode() {
    if (values.size() == 1) {
      return encode(values.get(0)); // the key of nearly every table, and of each of its rows
    }
    return values.stream().map(RowValues::encode).collect(Collectors.joining(","));
  }

  /** Reads what {@link #encode()} wrote. */
  public static RowValues decode(String text) {
    List<@Nullable Object> values = new ArrayList<>();
    for (String element : text.split(",", -1)) {
      values.add(decodeValue(element));
    }
    return new RowValues(values);
  }

  /** The rows, in their order, that are not among the others; a chunk has thousands of each. */
  public static List<RowValues> without(List<RowValues> rows, Collection<RowValues> others) {
    Set<RowValues> out = new HashSet<>(others);
    return rows.stream().filter(row -> !out.contains(row)).toList();
  }

  /** Whether every value is an integer, so that the key says nothing about a person by itself. */
  public boolean isIntegers() {
    return values.stream().allMatch(v -> v instanceof Long || v instanceof BigInteger);
  }

  @Override
  public String toString() {
    return "RowValues[" + values.size() + " values]";
  }

  private static String encode(@Nullable Object value) {
    if (value == null) {
      return "0";
    }
    if (value instanceof Long) {
      return "l" + value;
    }
    if (value instanceof BigInteger) {
      return "i" + value;
    }
    if (value instanceof BigDecimal) {
      return "n" + value;
    }
    if (value instanceof Double) {
      return "f" + value;
    }
    if (value instanceof Boolean) {
      return "t" + value;
    }
    if (value instanceof LocalDate) {
      return "d" + value;
    }
    if (value instanceof LocalDateTime) {
      return "w" + value;
    }
    if (value instanceof LocalTime) {
      return "h" + value;
    }
    if (value instanceof byte[] bytes) {
      return "b" + Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof String text) {
      return "s" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
    throw new IllegalArgumentException("no key value is a " + value.getClass().getSimpleName());
  }

  private static @Nullable Object decodeValue(String text) {
    String rest = text.substring(1);
    return switch (text.charAt(0)) {
      case '0' -> null;
      case 'l' -> Long.valueOf(rest);
      case 'i' -> new BigInteger(rest);
      case 'n' -> new BigDecimal(rest);
      case 'f' -> Double.valueOf(rest);
      case 't' -> Boolean.valueOf(rest);
      case 'd' -> LocalDate.parse(rest);
      case 'w' -> LocalDateTime.parse(rest);
      case 'h' -> LocalTime.parse(rest);
      case 'b' -> Base64.getDecoder().decode(rest);
      case 's' -> new String(Base64.getDecoder().decode(rest), StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException("not an encoded key");
    };
  }
}
