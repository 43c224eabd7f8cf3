package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The last day on which something is still in time; all of that local day.
 *
 * @param zone the job's zone
 * @param provisional why it may turn out to be a later day, e.g. since the holidays of its year are
 *     not known yet
 */
public record DueDay(LocalDate day, ZoneId zone, Optional<String> provisional) {

  /** One that is certain. */
  public DueDay(LocalDate day, ZoneId zone) {
    this(day, zone, Optional.empty());
  }

  /** The same, which was counted from another one. */
  DueDay countedFrom(DueDay first) {
    return new DueDay(day, zone, first.provisional.or(() -> provisional));
  }

  /** The first instant that is too late. */
  public Instant passed() {
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Whether it is too late now; for something that was done, ask with the instant it was done. */
  public boolean isOverdue(Instant now) {
    return !now.isBefore(passed());
  }

  /** How many days are left after today: 0 on the day itself, negative when it is overdue. */
  public long daysLeft(Instant now) {
    return ChronoUnit.DAYS.between(now.atZone(zone).toLocalDate(), day);
  }
}
