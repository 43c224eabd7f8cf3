package org.quietus.backup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.plan.Treatment;

class CountLineTest {

  private static CountLine line(String method, long first, @Nullable String... until) {
    return new CountLine(
        "r1",
        3,
        "customer",
        method,
        first,
        first * 10,
        first * 100,
        first * 1_000,
        first * 10_000,
        "bookkeeping",
        true,
        until[0],
        until[1]);
  }

  @Test
  void eachKindOfRowIsAddedUpForItselfAndThePeriodReachesFromTheFirstToTheLast() {
    CountLine early = line("kept", 1, "2027-01-01", "2027-02-01");
    CountLine late = line("kept", 2, "2026-12-01", "2028-01-01");
    assertThat(early.plus(late)).isEqualTo(line("kept", 3, "2026-12-01", "2028-01-01"));
    assertThat(late.plus(early)).isEqualTo(line("kept", 3, "2026-12-01", "2028-01-01"));
    CountLine undated = line("kept", 4, null, null);
    assertThat(undated.plus(early)).isEqualTo(line("kept", 5, "2027-01-01", "2027-02-01"));
    assertThat(early.plus(undated)).isEqualTo(line("kept", 5, "2027-01-01", "2027-02-01"));
    assertThat(undated.plus(undated)).isEqualTo(line("kept", 8, null, null));
  }

  @Test
  void rowsThatAreKeptOrInDoubtAreNotChanged() {
    assertThat(line("anonymise", 1, null, null).changed()).isEqualTo(111);
  }

  @Test
  void whatGoesAsAWholeIsDeletedButForTheRowsInDoubt() {
    CountLine purged =
        new CountLine("r1", 3, "customer", "delete", 11, 0, 0, 0, 10_000, null, false, null, null);
    assertThat(line("anonymise", 1, "2027-01-01", "2027-02-01").purged()).isEqualTo(purged);
    assertThat(line(Treatment.REVIEW_TOO.text(), 1, null, null).purged().method())
        .isEqualTo(Treatment.REVIEW_TOO.text());
  }
}
