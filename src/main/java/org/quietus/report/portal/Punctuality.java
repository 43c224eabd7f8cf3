package org.quietus.report.portal;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.certificate.LegalClock;
import org.quietus.report.portal.Entry.Facts;

/**
 * Whether erasures were done in time, as the last certificate of each request says.
 *
 * @param byMonth by the month that a deadline was in
 */
record Punctuality(TreeMap<YearMonth, Kept> byMonth) {

  /**
   * How many were met, were missed, and are open: not completed when the certificate was issued.
   */
  record Kept(long met, long missed, long open) {
    static final Kept NONE = new Kept(0, 0, 0);

    Kept plus(Kept other) {
      return new Kept(met + other.met, missed + other.missed, open + other.open);
    }
  }

  static Punctuality of(Entries entries) {
    TreeMap<YearMonth, Kept> byMonth = new TreeMap<>();
    for (Facts one : entries.latest()) {
      one.clock()
          .ifPresent(
              clock ->
                  deadline(clock)
                      .ifPresent(
                          day -> byMonth.merge(YearMonth.from(day), kept(clock, day), Kept::plus)));
    }
    return new Punctuality(byMonth);
  }

  private static Optional<LocalDate> deadline(LegalClock clock) {
    return clock.extended().or(clock::due);
  }

  private static Kept kept(LegalClock clock, LocalDate deadline) {
    return clock
        .completed()
        .map(day -> day.isAfter(deadline) ? new Kept(0, 1, 0) : new Kept(1, 0, 0))
        .orElse(new Kept(0, 0, 1));
  }

  Kept inAll() {
    return byMonth.values().stream().reduce(Kept.NONE, Kept::plus);
  }
}
