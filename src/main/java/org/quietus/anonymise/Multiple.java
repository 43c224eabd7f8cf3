package org.quietus.anonymise;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds numbers towards zero to a multiple of a size, so that what a column holds stays in it. */
final class Multiple {
  /**
   * So many times the size a floating-point number may be: beyond, it no longer tells multiples.
   */
  private static final BigDecimal MOST = new BigDecimal(Done.MultipleOf.MOST_QUOTIENT);

  private Multiple() {}

  /** The nearest multiple towards zero, of the same type and scale. */
  static Number towardsZero(Number value, BigDecimal size) {
    if (value instanceof Double real) {
      return real(real, size);
    }
    BigDecimal number = new BigDecimal(value.toString());
    BigDecimal multiple = floor(number, size);
    if (value instanceof BigDecimal) {
      return multiple.setScale(
          Math.max(number.scale(), multiple.scale()), RoundingMode.UNNECESSARY);
    }
    BigInteger whole = multiple.toBigIntegerExact();
    return value instanceof BigInteger ? whole : (Number) whole.longValueExact();
  }

  /** What is infinite, or too large for its multiples to be told, becomes zero. */
  static double real(double value, BigDecimal size) {
    if (isMultiple(value, size)) {
      return value;
    }
    return isTold(value, size) ? floor(BigDecimal.valueOf(value), size).doubleValue() : 0.0;
  }

  /** Whether the number is the one nearest to a multiple. */
  static boolean isMultiple(double value, BigDecimal size) {
    if (!isTold(value, size)) {
      return false;
    }
    double count = Math.rint(value / size.doubleValue());
    return new BigDecimal(count).multiply(size).doubleValue() == value;
  }

  static boolean isMultiple(Number value, BigDecimal size) {
    return value instanceof Double real
        ? isMultiple((double) real, size)
        : new BigDecimal(value.toString()).remainder(size).signum() == 0;
  }

  private static boolean isTold(double value, BigDecimal size) {
    return Math.abs(value) < size.multiply(MOST).doubleValue();
  }

  private static BigDecimal floor(BigDecimal number, BigDecimal size) {
    return number.divideToIntegralValue(size, MathContext.UNLIMITED).multiply(size);
  }
}
