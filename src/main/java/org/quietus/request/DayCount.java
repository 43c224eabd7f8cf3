package org.quietus.request;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.policy.Term;
import org.quietus.policy.WorkCalendar;

/**
 * Counts days onwards from a day.
 *
 * @param calendar which days are worked; needed for working days
 */
record DayCount(ZoneId zone, Optional<WorkCalendar> calendar) {

  /**
   * The day on which a term ends.
   *
   * @param start the day before the first that counts
   * @param paused the days on which the count stands still
   */
  LocalDate after(LocalDate start, Term.Days term, Predicate<LocalDate> paused) {
    return term instanceof Term.CalendarDays days
        ? moved(start, start.plus(days.period()), paused)
        : worked(start, ((Term.WorkingDays) term).count(), paused);
  }

  private static LocalDate moved(LocalDate start, LocalDate end, Predicate<LocalDate> paused) {
    LocalDate due = end;
    for (LocalDate day = start.plusDays(1); !day.isAfter(due); day = day.plusDays(1)) {
      due = paused.test(day) ? due.plusDays(1) : due;
    }
    return due;
  }

  private LocalDate worked(LocalDate start, int count, Predicate<LocalDate> paused) {
    WorkCalendar worked = calendar.orElseThrow();
    LocalDate day = start;
    for (int left = count; left > 0; ) {
      day = day.plusDays(1);
      if (!paused.test(day) && worked.isWorkingDay(day)) {
        left--;
      }
    }
    return day;
  }
}
