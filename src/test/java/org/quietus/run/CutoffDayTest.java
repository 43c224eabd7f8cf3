package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.Authority;
import org.quietus.evidence.Digest;
import org.quietus.policy.Cutoffs;

/** A certificate's cutoffs tell the day on which its run has started. */
class CutoffDayTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Period KEEP = Period.ofDays(10);

  /** One of the days has 23 hours, another one 25. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25"})
  void noDayIsLeftOut(LocalDate began) {
    Instant asOf = began.atTime(12, 0).atZone(BERLIN).toInstant();
    for (int days = 0; days < 3; days++) {
      for (int minute : new int[] {0, 30, 60 * 12, 60 * 24 - 1}) {
        Instant issued =
            began.plusDays(days).atStartOfDay().plusMinutes(minute).atZone(BERLIN).toInstant();
        assertThat(CutoffDay.before(issued, authority(asOf)))
            .as("issued %s", issued)
            .hasValueSatisfying(at -> assertThat(at.atZone(BERLIN).toLocalDate()).isEqualTo(began));
      }
    }
  }

  @Test
  void cutoffsOfNoDayAreNotGuessed() {
    Instant began = Instant.parse("2026-03-29T10:00:00Z");
    assertThat(CutoffDay.before(began.minusSeconds(200_000), authority(began))).isEmpty();
  }

  private static Authority authority(Instant asOf) {
    return new Authority(
        "Example GmbH",
        "shop",
        Optional.empty(),
        BERLIN,
        Digest.of(new byte[0]),
        List.of(
            new Authority.AppliedRule(
                "old-visits",
                Optional.of(KEEP),
                Optional.of("visited_at"),
                Optional.of(Cutoffs.of(KEEP, asOf, BERLIN).instant()))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
