package org.quietus.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.stream.IntStream;

/** Which days are worked in a country, in the years whose holidays are known. */
public interface WorkCalendar {

  /**
   * Whether it is neither a free day of the week nor a public holiday, or is worked in its place.
   *
   * @throws CalendarYearUnknown if nothing is known of that year
   */
  boolean isWorkingDay(LocalDate day);

  /** The ISO 3166 code that it is called by. */
  String code();

  /** The first year that is known. */
  int firstYear();

  /** The last year that is known. */
  int lastYear();

  /** Whether some Saturdays or Sundays are worked in place of other days. */
  boolean worksWeekends();

  /** Whether the holidays of a year are known. */
  default boolean knows(int year) {
    return firstYear() <= year && year <= lastYear();
  }

  /** Why nothing can be said of a year that is not known. */
  default CalendarYearUnknown unknown(int year) {
    return new CalendarYearUnknown(code(), year, firstYear(), lastYear());
  }

  /**
   * Whether a day may be worked: of a year that is not known each day that is not free for certain.
   * A term that is counted by these days never ends too late.
   */
  default boolean mayBeWorked(LocalDate day) {
    return knows(day.getYear()) ? isWorkingDay(day) : worksWeekends() || !isWeekend(day);
  }

  /**
   * Whether a day is worked, as far as can be said: of a year that is not known each Monday to
   * Friday that was free in no known year. A term that is counted by these days does not end too
   * early.
   */
  default boolean isWorkedInEveryYear(LocalDate day) {
    return knows(day.getYear())
        ? isWorkingDay(day)
        : !isWeekend(day)
            && IntStream.rangeClosed(firstYear(), lastYear())
                .mapToObj(MonthDay.from(day)::atYear)
                .allMatch(same -> isWeekend(same) || isWorkingDay(same));
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
