package org.quietus.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.ledger.Runs;

class IncidentTest {
  private static final String ALL = "retention,erasure,backups";
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  private static Runs.Ended run(int day, String scope, String outcome) {
    Instant at = Instant.parse("2026-03-%02dT23:30:00Z".formatted(day));
    return new Runs.Ended(
        "run-" + day,
        scope,
        at,
        outcome.isEmpty() ? Optional.empty() : Optional.of(at),
        Optional.of(outcome).filter(text -> !text.isEmpty()));
  }

  private static Optional<String> first(boolean working, Runs.Ended... history) {
    return Incident.first(
            List.of(history), working, Period.ofDays(30), ZoneId.of("Asia/Shanghai"), NOW)
        .map(one -> one.run() + " " + one.outcome() + " " + one.tell());
  }

  @Test
  void daysCountFromTheLocalDayOfTheFirstRunThatIsNotMadeUpFor() {
    assertThat(
            first(
                false,
                run(1, ALL, "FAILED"),
                run(2, ALL, "COMPLETE"),
                run(3, ALL, "PARTIAL"),
                run(4, ALL, "FAILED")))
        .contains("run-3 PARTIAL 2026-04-03 (14 left)");
    assertThat(first(false, run(3, ALL, "PARTIAL"), run(5, ALL, "HELD"))).isEmpty();
  }

  @Test
  void onlyARunOfAtLeastTheSamePartsMakesUpForOne() {
    assertThat(first(false, run(3, ALL, "FAILED"), run(4, "retention", "COMPLETE"))).isPresent();
    assertThat(first(false, run(3, "retention", "FAILED"), run(4, ALL, "COMPLETE"))).isEmpty();
    assertThat(first(false, run(3, "replay", "PARTIAL"), run(4, ALL, "COMPLETE"))).isPresent();
    assertThat(first(false, run(3, "replay", "PARTIAL"), run(4, "replay", "COMPLETE"))).isEmpty();
  }

  @Test
  void aRunThatWasStoppedIsOneAndNotARunThatIsAtWork() {
    assertThat(first(false, run(3, ALL, ""))).contains("run-3 UNFINISHED 2026-04-03 (14 left)");
    assertThat(first(true, run(3, ALL, ""))).isEmpty();
  }
}
