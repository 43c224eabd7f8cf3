package org.quietus.anonymise;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The predicate that says a value is anonymised, free of any SQL dialect. NULL counts as done in
 * each of them. Text is compared code point by code point: a dialect renders it so that neither
 * case, accents nor trailing spaces are overlooked.
 */
public sealed interface Done {

  /** Whether the value is anonymised: in Java, what the rendered SQL says in the database. */
  boolean test(@Nullable Object value);

  /** Only NULL is done. */
  record IsNull() implements Done {
    @Override
    public boolean test(@Nullable Object value) {
      return value == null;
    }
  }

  /** Done when equal to the value; numbers are compared by value, whatever their scale. */
  record EqualsExactly(Object expected) implements Done {
    @Override
    public boolean test(@Nullable Object value) {
      if (value instanceof Number number && expected instanceof Number other) {
        boolean finite = !(value instanceof Double real) || Double.isFinite(real);
        return finite
            && new BigDecimal(number.toString()).compareTo(new BigDecimal(other.toString())) == 0;
      }
      return value == null || expected.equals(value);
    }
  }

  /** Done when the text holds stars only, from none to {@code maxLength} of them. */
  record AllStars(int maxLength) implements Done {
    @Override
    public boolean test(@Nullable Object value) {
      return value == null
          || (value instanceof String text
              && text.length() <= maxLength
              && text.chars().allMatch(c -> c == '*'));
    }
  }

  /**
   * Done when the date is the first day of its unit and its time of day, if any, is zero.
   *
   * @param first the moment that stands for a beginning which the column cannot hold
   */
  record TruncatedTo(DateUnit unit, Optional<LocalDateTime> first) implements Done {
    public TruncatedTo(DateUnit unit) {
      this(unit, Optional.empty());
    }

    @Override
    public boolean test(@Nullable Object value) {
      if (value != null && Truncate.isEndless(value)) {
        return true;
      }
      if (value instanceof LocalDate date) {
        return unit.floor(date).equals(date);
      }
      if (value instanceof LocalDateTime moment) {
        return unit.floor(moment.toLocalDate()).atStartOfDay().equals(moment)
            || first.filter(moment::equals).isPresent();
      }
      return value == null;
    }
  }

  /**
   * Done when a number, or both coordinates of a point, are multiples of the size. A floating-point
   * number is one when it is the nearest to one; beyond {@link #MOST_QUOTIENT} times the size none
   * is.
   */
  record MultipleOf(BigDecimal size) implements Done {
    /** So many multiples of each sign are told from what lies between them. */
    public static final long MOST_QUOTIENT = 1_000_000_000_000_000L;

    @Override
    public boolean test(@Nullable Object value) {
      if (value instanceof byte[] point) {
        return Point.of(point).all(each -> Multiple.isMultiple(each, size));
      }
      return value == null || (value instanceof Number number && Multiple.isMultiple(number, size));
    }
  }

  /**
   * Done when the whole text matches an expression that POSIX ERE, PCRE, ICU and Java read alike:
   * printable ASCII, case-sensitive, anchored by {@code ^} and {@code $}. Engines whose {@code $}
   * also matches before a final line feed need a further condition, for example that the text holds
   * no line feed.
   */
  record Matches(String regex) implements Done {
    private static final Pattern PORTABLE =
        Pattern.compile("\\^(?:[ -\\[\\]-~]|\\\\[^0-9A-Za-z])*\\$");

    public Matches {
      if (!PORTABLE.matcher(regex).matches() || regex.contains("(?")) {
        throw new IllegalArgumentException("not a portable anchored expression: " + regex);
      }
      Pattern.compile(regex);
    }

    @Override
    public boolean test(@Nullable Object value) {
      return value == null
          || (value instanceof String text && Pattern.compile(regex).matcher(text).matches());
    }
  }
}
