package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.ledger.Runs;

/**
 * A run that did not do all of its work, and that no later one has made up for.
 *
 * @param outcome in the words of the certificate; {@code UNFINISHED} if it was stopped
 * @param at when it ended, or began if it has not
 * @param tell by when persons or an authority have to be told, if that is not settled before
 */
public record Incident(String run, String outcome, Instant at, RequestSummary.Due tell) {

  /**
   * The first of a job's incidents that lasts.
   *
   * @param history all runs, the first one first
   * @param working whether the unfinished one is at work at this moment
   */
  public static Optional<Incident> first(
      List<Runs.Ended> history, boolean working, Period within, ZoneId zone, Instant now) {
    List<Runs.Ended> failed = new ArrayList<>();
    for (Runs.Ended run : history) {
      if (run.outcome().isEmpty()) {
        if (!working) {
          failed.add(run);
        }
      } else if (run.outcome().get().equals("FAILED") || run.outcome().get().equals("PARTIAL")) {
        failed.add(run);
      } else {
        failed.removeIf(before -> makesUpFor(run, before));
      }
    }
    return failed.stream().findFirst().map(run -> of(run, within, zone, now));
  }

  private static boolean makesUpFor(Runs.Ended run, Runs.Ended before) {
    return run.scope().equals(before.scope())
        || (!Scope.of(before.scope()).isEmpty()
            && Scope.of(run.scope()).containsAll(Scope.of(before.scope())));
  }

  private static Incident of(Runs.Ended run, Period within, ZoneId zone, Instant now) {
    Instant at = run.endedAt().orElse(run.startedAt());
    LocalDate last = at.atZone(zone).toLocalDate().plus(within);
    long left = ChronoUnit.DAYS.between(now.atZone(zone).toLocalDate(), last);
    return new Incident(
        run.id(),
        run.outcome().orElse("UNFINISHED"),
        at,
        new RequestSummary.Due(last, left, Optional.empty()));
  }
}
