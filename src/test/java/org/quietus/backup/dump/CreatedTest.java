package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.subject.Age;

/** When rows of dumps were created, beside an erasure on the first of March, one o'clock there. */
class CreatedTest {
  private static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Age of(Object moment) {
    return new Created(moment, Optional.of(BERLIN)).beside(ERASED);
  }

  @Test
  void aMomentIsBeforeOrAfter() {
    assertThat(of(LocalDateTime.parse("2026-03-01T12:59:59"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDateTime.parse("2026-03-01T13:00:02"))).isEqualTo(Age.AFTER);
  }

  @Test
  void aMomentThatWasRoundedUpToTheSecondIsStillBefore() {
    assertThat(of(LocalDateTime.parse("2026-03-01T13:00:01"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDateTime.parse("2026-03-01T13:00:01.000001"))).isEqualTo(Age.AFTER);
  }

  @Test
  void aZeroDateOrInfinityIsNoneAndAnUnreadOneMayBeAny() {
    assertThat(of(LocalDate.parse("0999-12-31"))).isEqualTo(Age.UNKNOWN);
    assertThat(of(LocalDateTime.parse("0000-01-01T00:00:00"))).isEqualTo(Age.UNKNOWN);
    assertThat(of(LocalDate.MIN)).isEqualTo(Age.UNKNOWN);
    assertThat(of(LocalDateTime.MIN)).isEqualTo(Age.UNKNOWN);
    assertThat(of(LocalDateTime.MAX)).isEqualTo(Age.UNKNOWN);
    assertThat(of(LocalDate.parse("1000-01-01"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDateTime.parse("1000-01-01T00:00:00"))).isEqualTo(Age.BEFORE);
    assertThat(of(new UnreadValue("created_at"))).isEqualTo(Age.DOUBTFUL);
  }

  @Test
  void aDateLeavesTheWholeDayOfTheErasureOpen() {
    assertThat(of(LocalDate.parse("2026-02-28"))).isEqualTo(Age.BEFORE);
    assertThat(of(LocalDate.parse("2026-03-01"))).isEqualTo(Age.DOUBTFUL);
    assertThat(of(LocalDate.parse("2026-03-02"))).isEqualTo(Age.AFTER);
  }

  @Test
  void aMomentInAnUnknownZoneIsDoubtfulAsLongAsAnyZoneMayTurnIt() {
    assertThat(anywhere("2026-02-28T23:59:00")).isEqualTo(Age.BEFORE);
    assertThat(anywhere("2026-03-01T00:01:00")).isEqualTo(Age.DOUBTFUL);
    assertThat(anywhere("2026-03-02T01:59:00")).isEqualTo(Age.DOUBTFUL);
    assertThat(anywhere("2026-03-02T02:01:00")).isEqualTo(Age.AFTER);
  }

  private static Age anywhere(String moment) {
    return new Created(LocalDateTime.parse(moment), Optional.empty()).beside(ERASED);
  }

  @Test
  void theHourThatComesTwiceInAutumnIsDoubtfulWhereOnlyOneOfThemIsAfter() {
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    Instant second = Instant.parse("2026-10-25T01:30:00Z");
    assertThat(inAutumn("2026-10-25T02:10:00", first)).isEqualTo(Age.DOUBTFUL);
    assertThat(inAutumn("2026-10-25T02:45:00", first)).isEqualTo(Age.AFTER);
    assertThat(inAutumn("2026-10-25T02:45:00", second)).isEqualTo(Age.DOUBTFUL);
    assertThat(inAutumn("2026-10-25T02:10:00", second)).isEqualTo(Age.BEFORE);
    assertThat(inAutumn("2026-10-25T03:00:00", second)).isEqualTo(Age.AFTER);
  }

  private static Age inAutumn(String moment, Instant erasure) {
    return new Created(LocalDateTime.parse(moment), Optional.of(BERLIN)).beside(erasure);
  }

  @Test
  void aRowWithoutAMomentSaysNothing() {
    assertThat(new Created(null, Optional.of(BERLIN)).beside(ERASED)).isEqualTo(Age.UNKNOWN);
  }
}
