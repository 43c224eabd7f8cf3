package org.quietus.anonymise;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strategies on single values of a format in which all is text: null or String. */
public final class TextScalar {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private TextScalar() {}

  /**
   * The anonymised value as text, a number without an exponent; null for one that the strategy does
   * not take.
   */
  public static @Nullable String apply(
      Strategy strategy, @Nullable Object value, Whose whose, RandomGenerator random) {
    boolean number =
        (strategy instanceof Bucket || strategy instanceof Grid)
            && value instanceof String text
            && NUMBER.matcher(text.strip()).matches();
    @Nullable Object anonymous =
        JsonScalar.apply(
            strategy,
            number ? new BigDecimal(String.valueOf(value).strip()) : value,
            whose,
            random);
    return anonymous instanceof BigDecimal exact
        ? exact.toPlainString()
        : anonymous == null ? null : anonymous.toString();
  }
}
