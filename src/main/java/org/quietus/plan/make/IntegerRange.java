package org.quietus.plan.make;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The integers that a column holds, both ends included. */
record IntegerRange(BigInteger least, BigInteger largest) {
  private static final Pattern FIRST_WORD = Pattern.compile("^[a-z0-9]+");
  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("tinyint", 8),
          Map.entry("smallint", 16),
          Map.entry("int2", 16),
          Map.entry("mediumint", 24),
          Map.entry("int", 32),
          Map.entry("integer", 32),
          Map.entry("int4", 32),
          Map.entry("bigint", 64),
          Map.entry("int8", 64));

  /** The range of a type by the database's own spelling, e.g. {@code int(10) unsigned}. */
  static Optional<IntegerRange> of(String typeName) {
    String type = typeName.toLowerCase(Locale.ROOT);
    Matcher word = FIRST_WORD.matcher(type);
    Integer bits = word.find() ? BITS.get(word.group()) : null;
    if (bits == null) {
      return Optional.empty();
    }
    boolean unsigned = type.contains("unsigned");
    BigInteger end = BigInteger.TWO.pow(unsigned ? bits : bits - 1);
    BigInteger least = unsigned ? BigInteger.ZERO : end.negate();
    return Optional.of(new IntegerRange(least, end.subtract(BigInteger.ONE)));
  }

  boolean holds(BigInteger value) {
    return value.compareTo(least) >= 0 && value.compareTo(largest) <= 0;
  }
}
