package org.quietus.policy;

import java.time.LocalDate;

/** Which days are worked in a country. */
public interface WorkCalendar {

  /**
   * Whether it is neither a free day of the week nor a public holiday, or is worked in its place.
   *
   * @throws CalendarYearUnknown if nothing is known of that year
   */
  boolean isWorkingDay(LocalDate day);
}
