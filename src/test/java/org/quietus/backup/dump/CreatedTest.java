package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.quietus.subject.Age;

/** When rows of dumps were created, beside an erasure on the first of March, one o'clock there. */
class CreatedTest {
  private static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Age of(Object moment) {
    return new Created(moment, BERLIN).beside(ERASED);
  }

  @Test
  void aMomentIsBeforeOrAfter() {
    assertThat(of(LocalDateTime.parse("2026-03-01T12:59:59"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDateTime.parse("2026-03-01T13:00:02"))).isEqualTo(Age.AFTER);
  }

  @Test
  void aDateLeavesTheWholeDayOfTheErasureOpen() {
    assertThat(of(LocalDate.parse("2026-02-28"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDate.parse("2026-03-01"))).isEqualTo(Age.DOUBTFUL);
    assertThat(of(LocalDate.parse("2026-03-02"))).isEqualTo(Age.AFTER);
  }

  @Test
  void aRowWithoutAMomentSaysNothing() {
    assertThat(new Created(null, BERLIN).beside(ERASED)).isEqualTo(Age.UNKNOWN);
  }
}
