package org.quietus.plan;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/**
 * How long a value of a data category may exist in one column and then in one kind of copy.
 *
 * @param column where it is, {@code database.table.column}
 * @param live how long in the database, counted from the moment that its retention rule starts at;
 *     empty if no rule ends it
 * @param copy the copy that outlasts that; empty for the database alone
 * @param max the longest that the job file allows
 */
public record Lifetime(
    String category,
    String column,
    Optional<Period> live,
    Optional<LastingCopy> copy,
    Optional<Period> max) {
  /** A day from which one year has 366 days, and one month or two have 31 each. */
  static final LocalDate LONGEST_UNITS = LocalDate.of(2023, 7, 1);

  private static final LocalDate CYCLE = LocalDate.of(2000, 1, 1);
  private static final int CYCLE_YEARS = 4;

  /** Compares periods by the most days that they may have. */
  public static int compare(Period one, Period other) {
    return LONGEST_UNITS.plus(one).compareTo(LONGEST_UNITS.plus(other));
  }

  /** Whether a period is longer than another, by the most days that each may have. */
  public static boolean isLonger(Period one, Period other) {
    return compare(one, other) > 0;
  }

  /** Whether an end is certain. */
  public boolean isBounded() {
    return live.isPresent() && copy.filter(lasting -> lasting.keep().isEmpty()).isEmpty();
  }

  /** Whether it is longer than allowed, for any day of a cycle of leap years that it begins on. */
  public boolean isExceeded() {
    return max.filter(
            allowed ->
                !isBounded()
                    || CYCLE
                        .datesUntil(CYCLE.plusYears(CYCLE_YEARS))
                        .anyMatch(day -> end(day).isAfter(day.plus(allowed))))
        .isPresent();
  }

  /** For comparing; without an end it is the longest. */
  public long days() {
    return isBounded() ? end(LONGEST_UNITS).toEpochDay() : Long.MAX_VALUE;
  }

  /** As people read it, {@code P2Y + P90D}; {@code without end} if it has none. */
  public String length() {
    if (!isBounded()) {
      return "without end";
    }
    return live.orElseThrow()
        + copy.flatMap(LastingCopy::keep).map(keep -> " + " + keep).orElse("");
  }

  /** Where it is the longest, as people read it. */
  public String where() {
    if (live.isEmpty()) {
      return column + ": no retention rule ends every row of it";
    }
    return column + copy.map(lasting -> ", then " + lasting.name()).orElse("");
  }

  private LocalDate end(LocalDate start) {
    return start.plus(live.orElseThrow()).plus(copy.flatMap(LastingCopy::keep).orElse(Period.ZERO));
  }
}
