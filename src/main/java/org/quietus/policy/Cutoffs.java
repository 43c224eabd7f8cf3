package org.quietus.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Makes cutoffs from periods. */
public final class Cutoffs {
  private Cutoffs() {}

  /**
   * The start of the local day {@code as-of − keep} in the job's zone.
   *
   * <p>Days are taken off first, then years and months; a day that its month lacks becomes the
   * month's last one (31 March − P1M is 28 or 29 February). That mirrors {@link
   * LocalDate#plus(java.time.temporal.TemporalAmount)}, which adds months first, so a record is
   * never due before {@code from + keep}; {@link
   * LocalDate#minus(java.time.temporal.TemporalAmount)} would be up to three days early for periods
   * such as P1M10D. A day whose midnight is skipped by a change of clocks starts at its first
   * instant that exists.
   *
   * @throws java.time.DateTimeException if the period reaches beyond the calendar
   */
  public static Cutoff of(Period keep, Instant asOf, ZoneId jobZone) {
    LocalDate day =
        asOf.atZone(jobZone)
            .toLocalDate()
            .minusDays(keep.get(ChronoUnit.DAYS))
            .minusMonths(keep.toTotalMonths());
    return new Cutoff(day, day.atStartOfDay(jobZone).toInstant(), jobZone);
  }
}
