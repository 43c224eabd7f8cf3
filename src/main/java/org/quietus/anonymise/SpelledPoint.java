package org.quietus.anonymise;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point as PostgreSQL spells it: {@code (13.4,52.5)}. */
record SpelledPoint(double x, double y) implements Point {
  private static final String NUMBER = "([-+]?(?:\\d+(?:[.]\\d+)?(?:[eE][-+]?\\d+)?|NaN|Infinity))";

  private static final Pattern SPELLED = Pattern.compile("\\(" + NUMBER + "," + NUMBER + "\\)");

  /** The point that these characters spell; empty if they are something else. */
  static Optional<SpelledPoint> read(byte[] characters) {
    Matcher spelled = SPELLED.matcher(new String(characters, ISO_8859_1));
    if (!spelled.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SpelledPoint(
            Double.parseDouble(spelled.group(1)), Double.parseDouble(spelled.group(2))));
  }

  @Override
  public byte[] map(DoubleUnaryOperator change) {
    String changed = "(" + change.applyAsDouble(x) + "," + change.applyAsDouble(y) + ")";
    return changed.getBytes(ISO_8859_1);
  }

  @Override
  public boolean all(DoublePredicate condition) {
    return condition.test(x) && condition.test(y);
  }
}
