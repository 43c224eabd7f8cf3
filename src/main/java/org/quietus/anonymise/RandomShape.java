package org.quietus.anonymise;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code random}: another value of the same shape. Letters become letters (ASCII keeps its case,
 * Han stays Han), digits become digits, other ASCII stays; numbers keep their sign, scale and count
 * of digits, but for one that is none, which becomes one of one digit; bytes keep their number.
 * Where it is known whose the row is, equal values of one person become equal within one chunk,
 * where both columns hold them, and nowhere else. Nothing tells the outcome from an original, so it
 * needs a mark column.
 *
 * @param largest the largest magnitude that an integer column holds; unbounded if empty
 */
public record RandomShape(Optional<BigInteger> largest) implements Strategy {
  private static final int FIRST_HAN = 0x4E00;
  private static final int LAST_HAN = 0x9FA5;
  private static final BigInteger LONG = BigInteger.valueOf(Long.MAX_VALUE);

  @Override
  public String name() {
    return "random";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      StringBuilder out = new StringBuilder(text.length());
      text.codePoints().forEach(c -> out.appendCodePoint(another(c, random)));
      return out.toString();
    }
    if (value instanceof Long number) {
      BigInteger bound = largest.orElse(LONG).min(LONG);
      return another(BigInteger.valueOf(number), Optional.of(bound), random).longValueExact();
    }
    if (value instanceof BigInteger number) {
      return another(number, largest, random);
    }
    if (value instanceof BigDecimal number) {
      return new BigDecimal(another(number.unscaledValue(), largest, random), number.scale());
    }
    if (value instanceof Double none && !Double.isFinite(none)) {
      return new BigDecimal(another(BigInteger.ZERO, largest, random));
    }
    if (value instanceof Boolean) {
      return random.nextBoolean();
    }
    if (value instanceof byte[] bytes) {
      byte[] out = new byte[bytes.length];
      random.nextBytes(out);
      return out;
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, Whose whose, RandomGenerator random) {
    return value == null
        ? null
        : whose.replace(value, this::fits, () -> Objects.requireNonNull(apply(value, random)));
  }

  private boolean fits(Object value) {
    return largest.isEmpty()
        || value instanceof Double
        || !(value instanceof Number number)
        || new BigDecimal(number.toString()).abs().compareTo(new BigDecimal(largest.get())) <= 0;
  }

  @Override
  public Optional<OfPerson> ofPerson() {
    return Optional.of(OfPerson.HELPFUL);
  }

  private static int another(int c, RandomGenerator random) {
    if (c >= 'A' && c <= 'Z') {
      return random.nextInt('A', 'Z' + 1);
    }
    if (Character.isDigit(c)) {
      return random.nextInt('0', '9' + 1);
    }
    if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) {
      return random.nextInt(FIRST_HAN, LAST_HAN + 1);
    }
    boolean kept = c < 0x80 && !Character.isLetter(c);
    return kept ? c : random.nextInt('a', 'z' + 1);
  }

  private static BigInteger another(
      BigInteger number, Optional<BigInteger> largest, RandomGenerator random) {
    int digits = number.abs().toString().length();
    BigInteger low = digits == 1 ? BigInteger.ZERO : BigInteger.TEN.pow(digits - 1);
    BigInteger nines = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    BigInteger high = largest.map(nines::min).orElse(nines).max(low);
    BigInteger magnitude = low.add(below(high.subtract(low).add(BigInteger.ONE), random));
    return number.signum() < 0 ? magnitude.negate() : magnitude;
  }

  /** Uniform enough: 64 bits more than the bound has leave a bias nobody can see. */
  private static BigInteger below(BigInteger bound, RandomGenerator random) {
    byte[] bytes = new byte[bound.bitLength() / 8 + 9];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).mod(bound);
  }
}
