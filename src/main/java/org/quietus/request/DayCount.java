package org.quietus.request;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.quietus.policy.Term;
import org.quietus.policy.WorkCalendar;

/**
 * Counts days onwards from a day. Where working days are counted into a year that the calendar does
 * not know yet, a day by which something is due comes too early rather than too late, and one
 * before which nothing is done the other way round.
 *
 * @param calendar which days are worked; needed for working days
 */
record DayCount(ZoneId zone, Optional<WorkCalendar> calendar) {

  /**
   * The day by which a term is over at the latest.
   *
   * @param start the day before the first that counts
   * @param paused the days on which the count stands still
   */
  DueDay atMost(LocalDate start, Term.Days term, Predicate<LocalDate> paused) {
    if (term instanceof Term.CalendarDays days) {
      return new DueDay(moved(start, start.plus(days.period()), paused), zone);
    }
    WorkCalendar worked = calendar.orElseThrow();
    int count = ((Term.WorkingDays) term).count();
    LocalDate due = counted(start, count, day -> !paused.test(day) && worked.mayBeWorked(day));
    return new DueDay(due, zone, provisional(worked, start, due));
  }

  /** The first day on which a term is certainly over. */
  LocalDate atLeast(LocalDate start, Term.Days term) {
    return term instanceof Term.CalendarDays days
        ? start.plus(days.period())
        : counted(
            start, ((Term.WorkingDays) term).count(), calendar.orElseThrow()::isWorkedInEveryYear);
  }

  /** Why the day may turn out to be a later one, if it may. */
  private static Optional<String> provisional(WorkCalendar worked, LocalDate start, LocalDate due) {
    return IntStream.rangeClosed(start.getYear(), due.getYear())
        .filter(year -> !worked.knows(year))
        .mapToObj(worked::unknown)
        .map(unknown -> String.valueOf(unknown.getMessage()))
        .findFirst();
  }

  private static LocalDate moved(LocalDate start, LocalDate end, Predicate<LocalDate> paused) {
    LocalDate due = end;
    for (LocalDate day = start.plusDays(1); !day.isAfter(due); day = day.plusDays(1)) {
      due = paused.test(day) ? due.plusDays(1) : due;
    }
    return due;
  }

  private static LocalDate counted(LocalDate start, int count, Predicate<LocalDate> counts) {
    LocalDate day = start;
    for (int left = count; left > 0; ) {
      day = day.plusDays(1);
      left -= counts.test(day) ? 1 : 0;
    }
    return day;
  }
}
