package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordMomentTest {
  private final RecordMoment moments = new RecordMoment(ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:30:00Z, 2026-03-01T12:30:00Z",
    "2026-03-01t12:30:00z, 2026-03-01T12:30:00Z",
    "2026-03-01T12:30:00.25+0100, 2026-03-01T11:30:00.25Z",
    "2026-03-01 12:30:00+01, 2026-03-01T11:30:00Z",
    "2026-03-01 12:30, 2026-03-01T11:30:00Z",
    "2026-03-01, 2026-02-28T23:00:00Z",
    "1772367000, 2026-03-01T12:10:00Z",
    "1772367000.5, 2026-03-01T12:10:00.5Z",
    "1772367000250, 2026-03-01T12:10:00.250Z",
    "946684800, 2000-01-01T00:00:00Z",
    "946684800000, 2000-01-01T00:00:00Z",
    "1971-01-01T00:00:00Z, 1971-01-01T00:00:00Z",
    "2099-12-31T23:59:59Z, 2099-12-31T23:59:59Z",
  })
  void readsWhatSystemsWriteForAMoment(String text, Instant moment) {
    assertThat(moments.of(text)).contains(moment);
    assertThat(moments.of(" " + text + "\t")).contains(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2026-02-30",
        "2026-03-01T25:00:00Z",
        "0",
        "-1772367000",
        "20260301",
        "946684799",
        "946684799999",
        "99999999999",
        "4102444800",
        "1970-12-31T23:59:59Z",
        "0000-00-00 00:00:00",
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1772367000000000"
      })
  void believesNothingElse(String text) {
    assertThat(moments.of(text)).isEmpty();
  }

  @Test
  void readsNumbersAsTheirTextAndNoOtherValues() {
    Instant moment = Instant.parse("2026-03-01T12:10:00Z");
    assertThat(moments.of(1_772_367_000L)).contains(moment);
    assertThat(moments.of(new BigDecimal("1.772367E9"))).contains(moment);
    assertThat(moments.of(new BigDecimal("1772367000000"))).contains(moment);
    assertThat(moments.of(new BigDecimal("1E400"))).isEmpty();
    assertThat(moments.of(new BigDecimal("1E-400"))).isEmpty();
    assertThat(moments.of(null)).isEmpty();
    assertThat(moments.of(true)).isEmpty();
    assertThat(moments.of(List.of("2026-03-01"))).isEmpty();
  }

  @Test
  void aDayAndAnHourThatComesTwiceEndLater() {
    assertThat(moments.last("2026-03-01"))
        .contains(Instant.parse("2026-03-01T22:59:59.999999999Z"));
    assertThat(moments.last("2026-03-01T00:00")).isEqualTo(moments.last("2026-03-01"));
    assertThat(moments.last("2026-03-01T00:00Z")).isEqualTo(moments.of("2026-03-01T00:00Z"));
    assertThat(moments.of("2026-10-25 02:30")).contains(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(moments.last("2026-10-25 02:30")).contains(Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(moments.last("2026-03-01T12:30:00Z"))
        .contains(Instant.parse("2026-03-01T12:30:00Z"));
    assertThat(moments.last(1_772_367_000L)).isEqualTo(moments.of(1_772_367_000L));
  }
}
