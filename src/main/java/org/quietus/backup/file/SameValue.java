package org.quietus.backup.file;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Fixed;
import org.quietus.anonymise.Strategy;

/**
 * Whether a value is what it is to become. A fixed value is text in the job file, and a column of a
 * Parquet file spells it by its own type.
 */
final class SameValue {
  private static final int UUID_LENGTH = 36;

  private static final List<Function<String, Object>> MOMENTS =
      List.of(
          text -> OffsetDateTime.parse(text).toInstant(), LocalDateTime::parse, LocalTime::parse);

  private SameValue() {}

  /** Whether the outcome of a strategy says what stands there already. */
  static boolean is(Strategy strategy, @Nullable Object before, @Nullable Object after) {
    if (before instanceof Number one && after instanceof Number other) {
      return isEqual(one, other.toString());
    }
    return Objects.equals(before, after)
        || (strategy instanceof Fixed
            && before != null
            && after instanceof String fixed
            && isSpelled(before, fixed));
  }

  private static boolean isSpelled(Object before, String fixed) {
    if (before instanceof Number number) {
      return isEqual(number, fixed);
    }
    if (before instanceof String text) {
      return (text.length() == UUID_LENGTH && text.equalsIgnoreCase(fixed))
          || MOMENTS.stream().anyMatch(moment -> isSame(moment, text, fixed));
    }
    return before.toString().equals(fixed);
  }

  private static boolean isEqual(Number one, String other) {
    try {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isSame(Function<String, Object> moment, String one, String other) {
    try {
      return moment.apply(other).equals(moment.apply(one));
    } catch (DateTimeException e) {
      return false;
    }
  }
}
