package org.quietus.target;

import java.time.LocalDate;

/** The last day that databases and certificates have; what would end later has no end. */
public final class LastDay {
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private LastDay() {}

  /** The day, or the last one if it would come after that. */
  public static LocalDate atMost(LocalDate day) {
    return day.isAfter(LAST) ? LAST : day;
  }
}
