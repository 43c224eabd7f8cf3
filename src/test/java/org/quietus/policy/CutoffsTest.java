package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutoffsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    // keep, as-of, zone, day, instant
    "P6M, 2026-07-15T12:00:00Z, Europe/Berlin, 2026-01-15, 2026-01-14T23:00:00Z",
    "P6M, 2026-07-14T22:00:00Z, Europe/Berlin, 2026-01-15, 2026-01-14T23:00:00Z",
    "P6M, 2026-07-14T21:59:59.999999999Z, Europe/Berlin, 2026-01-14, 2026-01-13T23:00:00Z",
    "P1M, 2026-03-31T10:00:00Z, UTC, 2026-02-28, 2026-02-28T00:00:00Z",
    "P1M, 2024-03-31T10:00:00Z, UTC, 2024-02-29, 2024-02-29T00:00:00Z",
    "P1Y, 2025-02-28T10:00:00Z, UTC, 2024-02-28, 2024-02-28T00:00:00Z",
    "P1Y, 2024-02-29T10:00:00Z, UTC, 2023-02-28, 2023-02-28T00:00:00Z",
    "P4Y, 2024-02-29T10:00:00Z, UTC, 2020-02-29, 2020-02-29T00:00:00Z",
    "P10Y, 2026-01-01T00:00:00Z, UTC, 2016-01-01, 2016-01-01T00:00:00Z",
    "P2W, 2026-03-01T00:00:00Z, UTC, 2026-02-15, 2026-02-15T00:00:00Z",
    "P1M1D, 2026-03-31T00:00:00Z, UTC, 2026-02-28, 2026-02-28T00:00:00Z",
    // clocks skip midnight: the day starts at one o'clock
    "P1D, 2017-10-16T12:00:00Z, America/Sao_Paulo, 2017-10-15, 2017-10-15T03:00:00Z",
    // clocks show midnight twice: the day starts at the first
    "P1D, 2018-11-05T12:00:00Z, America/Havana, 2018-11-04, 2018-11-04T04:00:00Z",
    // clocks show 23:00 to 24:00 twice: the next day starts after the second
    "P1D, 2018-02-19T12:00:00Z, America/Sao_Paulo, 2018-02-18, 2018-02-18T03:00:00Z",
    "P1D, 1986-05-05T12:00:00Z, Asia/Shanghai, 1986-05-04, 1986-05-03T16:00:00Z",
    // a day that never was starts when the next one does
    "P1D, 2011-12-30T12:00:00Z, Pacific/Apia, 2011-12-30, 2011-12-30T10:00:00Z",
  })
  void isTheStartOfTheLocalDay(
      Period keep, Instant asOf, ZoneId zone, LocalDate day, Instant instant) {
    assertThat(Cutoffs.of(keep, asOf, zone)).isEqualTo(new Cutoff(day, instant, zone));
  }

  @Test
  void isMidnightToAColumnInTheSameZone() {
    Cutoff cutoff = Cutoffs.of(Period.ofMonths(6), Instant.parse("2026-07-15T12:00:00Z"), BERLIN);

    assertThat(cutoff.inZone(BERLIN)).isEqualTo("2026-01-15T00:00");
    assertThat(cutoff.dayIn(BERLIN)).isEqualTo(cutoff.day());
  }

  @Test
  void leavesTheHourThatIsSkippedToTheDayThatItWouldBeOf() {
    ZoneId zone = ZoneId.of("America/Sao_Paulo");
    Cutoff cutoff = Cutoffs.of(Period.ofDays(1), Instant.parse("2017-10-16T12:00:00Z"), zone);

    assertThat(cutoff.inZone(zone)).isEqualTo("2017-10-15T00:00");
    assertThat(cutoff.dayIn(zone)).isEqualTo("2017-10-15");
  }

  @Test
  void isAnotherHourToAColumnInAnotherZone() {
    Cutoff cutoff = Cutoffs.of(Period.ofMonths(6), Instant.parse("2026-07-15T12:00:00Z"), BERLIN);

    assertThat(cutoff.inZone(ZoneOffset.UTC)).isEqualTo("2026-01-14T23:00");
    assertThat(cutoff.inZone(ZoneId.of("Asia/Shanghai"))).isEqualTo("2026-01-15T07:00");
  }

  @Test
  void leavesADayInAnotherZoneAloneUntilAllOfItIsDue() {
    Cutoff cutoff = Cutoffs.of(Period.ofMonths(6), Instant.parse("2026-07-15T12:00:00Z"), BERLIN);

    assertThat(cutoff.dayIn(ZoneOffset.UTC)).isEqualTo("2026-01-14");
    assertThat(cutoff.dayIn(ZoneId.of("Asia/Shanghai"))).isEqualTo("2026-01-15");
  }

  @Test
  void takesTheEarlierReadingWhereClocksShowAnHourTwice() {
    // 2025-10-26 in Berlin: 02:00 to 03:00 comes twice, at 00:00Z and at 01:00Z
    assertThat(at("2025-10-26T00:30:00Z").inZone(BERLIN)).isEqualTo("2025-10-26T02:00");
    assertThat(at("2025-10-26T01:30:00Z").inZone(BERLIN)).isEqualTo("2025-10-26T02:30");
    assertThat(at("2025-10-25T23:59:00Z").inZone(BERLIN)).isEqualTo("2025-10-26T01:59");
    assertThat(at("2025-10-26T02:00:00Z").inZone(BERLIN)).isEqualTo("2025-10-26T03:00");
  }

  @Test
  void takesAnHourThatClocksSkipForTheOneAfterIt() {
    // 2026-03-29 in Berlin: 02:00 to 03:00 is skipped at 01:00Z
    assertThat(at("2026-03-29T00:59:00Z").inZone(BERLIN)).isEqualTo("2026-03-29T01:59");
    assertThat(at("2026-03-29T01:00:00Z").inZone(BERLIN)).isEqualTo("2026-03-29T02:00");
    assertThat(at("2026-03-29T01:30:00Z").inZone(BERLIN)).isEqualTo("2026-03-29T02:30");
    assertThat(at("2026-03-29T02:00:00Z").inZone(BERLIN)).isEqualTo("2026-03-29T04:00");
  }

  @Test
  void neverMakesARecordDueBeforeItsTime() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<ZoneId> zones =
        List.of("Europe/Berlin", "America/Sao_Paulo", "Asia/Shanghai", "Pacific/Apia", "UTC")
            .stream()
            .map(ZoneId::of)
            .toList();
    for (int i = 0; i < 20_000; i++) {
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      ZoneId databaseZone = zones.get(random.nextInt(zones.size()));
      Instant asOf = Instant.ofEpochSecond(random.nextLong(0, 2_000_000_000L));
      Period keep = Period.of(random.nextInt(3), random.nextInt(14), random.nextInt(40) + 1);
      Cutoff cutoff = Cutoffs.of(keep, asOf, zone);
      Instant lastDue = cutoff.instant().minusSeconds(1);

      assertThat(lastDue.atZone(zone).toLocalDate().plus(keep))
          .as("seed %d: %s %s %s", seed, keep, asOf, zone)
          .isBeforeOrEqualTo(asOf.atZone(zone).toLocalDate());
      LocalDateTime there = cutoff.inZone(databaseZone);
      databaseZone.getRules().getValidOffsets(there.minusSeconds(1)).stream()
          .map(offset -> there.minusSeconds(1).toInstant(offset))
          .forEach(
              reading ->
                  assertThat(reading)
                      .as("seed %d: %s in %s", seed, cutoff, databaseZone)
                      .isBefore(cutoff.instant()));
    }
  }

  private static Cutoff at(String instant) {
    Instant at = Instant.parse(instant);
    return new Cutoff(LocalDate.ofInstant(at, ZoneOffset.UTC), at, ZoneOffset.UTC);
  }
}
