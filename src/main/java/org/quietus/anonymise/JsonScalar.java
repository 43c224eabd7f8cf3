package org.quietus.anonymise;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strategies on single values of JSON: null, String, Boolean or a number. */
public final class JsonScalar {
  /** Stands for an object or an array, which becomes null whatever the strategy. */
  public static final Object NESTED =
      new Object() {
        @Override
        public String toString() {
          return "nested";
        }
      };

  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)([T"
              + " ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)(Z|[+-]\\d\\d:?\\d\\d)?");

  /** As JSON spells them, of a size that can be computed with. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d{0,99})(?:\\.\\d{1,99})?(?:[eE][+-]?\\d{1,2})?");

  private JsonScalar() {}

  /** The anonymised value; null for one that the strategy does not take. */
  public static @Nullable Object apply(
      Strategy strategy, @Nullable Object value, Whose whose, RandomGenerator random) {
    if (value == null || value == NESTED || strategy instanceof SetNull) {
      return null;
    }
    if (strategy instanceof Fixed fixed) {
      return likened(fixed.value(), value);
    }
    try {
      return strategy instanceof Truncate truncate
          ? truncated(value.toString(), truncate, random)
          : strategy.apply(
              value instanceof Float single ? Double.valueOf(single.toString()) : value,
              whose,
              random);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException notTaken) {
      return null;
    }
  }

  /** A number or Boolean stays one: who reads the values expects it. */
  private static Object likened(Object fixed, Object value) {
    String text = fixed.toString();
    if (value instanceof Number && NUMBER.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    boolean truth = value instanceof Boolean && (text.equals("true") || text.equals("false"));
    return truth ? (Object) Boolean.valueOf(text) : fixed;
  }

  /** Dates and moments as ISO 8601 spells them, the zone left as it is. */
  private static String truncated(String text, Truncate truncate, RandomGenerator random) {
    Matcher moment = MOMENT.matcher(text);
    if (!moment.matches()) {
      return String.valueOf(truncate.apply(LocalDate.parse(text), random));
    }
    LocalDateTime from = LocalDate.parse(moment.group(1)).atStartOfDay();
    String clock = moment.group(2).replaceAll("\\d", "0");
    String zone = moment.group(3) == null ? "" : moment.group(3);
    LocalDateTime first = truncate.unit().floor(from.toLocalDate()).atStartOfDay();
    return first.toLocalDate() + clock + zone;
  }
}
