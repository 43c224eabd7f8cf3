package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.database.HeartbeatTable.Beat;
import org.quietus.database.HeartbeatTable.Clock;
import org.quietus.target.ServerLoad.Replica;

class HeartbeatTableTest {
  private static final Clock CLOCK =
      new Clock(Instant.parse("2026-12-01T07:00:10Z"), OptionalLong.of(11));

  private final HeartbeatTable table = new HeartbeatTable("r1:3306", "percona.heartbeat", "crm", 1);

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T07:00:00.123456, 9876",
    "2026-12-01T07:00:00, 10000",
    "2026-12-01 07:00:00.5, 9500",
    "2026-12-01T07:00:00.000000001Z, 9999",
    "2026-12-01 08:00:00.25+01, 9750",
    "2026-12-01 12:30:00+05:30, 10000",
    "2026-12-01T06:00:10, 3600000",
    "2024-02-29T07:00:10, 86918400000",
    "2026-12-01T07:00:10.1, 0",
  })
  void itsReplicaIsAsFarBehindAsItsBeatIsOld(String ts, long millis) {
    assertThat(behind(beat(11, ts)).toMillis()).isEqualTo(millis);
  }

  @Test
  void theNewestBeatCountsOfThoseThatThePrimaryWrote() {
    assertThat(
            behind(
                beat(12, "2026-12-01T07:00:10"),
                beat(11, "2026-12-01T07:00:01"),
                beat(11, "2026-12-01T07:00:03"),
                beat(11, "2026-12-01T07:00:02"),
                beat(12, "no time")))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void whereNoServersAreToldApartAllBeatsCount() {
    Beat unsigned = new Beat(OptionalLong.empty(), "2026-12-01T07:00:04");
    assertThat(behind(unsigned)).isEqualTo(Duration.ofSeconds(6));
    Clock nameless = new Clock(CLOCK.now(), OptionalLong.empty());
    assertThat(table.judged(List.of(beat(12, "2026-12-01T07:00:04")), nameless).behind())
        .contains(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000-00-00 00:00:00",
        "2026-02-29T07:00:00",
        "2026-12-01",
        "1780000000",
        "2026-12-01T24:00:00",
        "2026-12-01T07:00:00+25:00",
        "2026-12-01T07:00:00 secret"
      })
  void whatIsNoTimeIsNotTakenForOneAndNotQuoted(String ts) {
    Replica replica = table.judged(List.of(beat(11, ts)), CLOCK);
    assertThat(replica.behind()).isEmpty();
    assertThat(replica.unread().orElseThrow().what())
        .isEqualTo("table 'percona.heartbeat' has a 'ts' that is not a time");
    assertThat(table.judged(List.of(new Beat(OptionalLong.of(11), null)), CLOCK).unread())
        .isEqualTo(replica.unread());
  }

  @Test
  void aBeatOfTheFutureIsNotTakenForOneOfNow() {
    Replica replica = table.judged(List.of(beat(11, "2026-12-01T08:00:10")), CLOCK);
    assertThat(replica.behind()).isEmpty();
    assertThat(replica.unread().orElseThrow().what())
        .contains("is 3600 s ahead of the clock of database 'crm'");
    assertThat(table.judged(List.of(beat(11, "2026-12-01T07:00:10.101")), CLOCK).behind())
        .isEmpty();
  }

  @Test
  void aTableWithoutARowOfThePrimarySaysNothing() {
    assertThat(what(List.of())).contains("has no row");
    assertThat(what(List.of(beat(12, "2026-12-01T07:00:10"))))
        .contains("has no row with the server_id of database 'crm'");
    assertThat(what(Collections.nCopies(1_001, beat(11, "2026-12-01T07:00:10"))))
        .contains("has more than 1000 rows");
  }

  @Test
  void theJobFileIsPointedTo() {
    assertThat(table.judged(List.of(), CLOCK).unread().orElseThrow().pointer())
        .isEqualTo("/databases/crm/replicas/1/heartbeat");
  }

  private String what(List<Beat> beats) {
    Replica replica = table.judged(beats, CLOCK);
    assertThat(replica.behind()).isEmpty();
    return replica.unread().orElseThrow().what();
  }

  private Duration behind(Beat... beats) {
    Replica replica = table.judged(List.of(beats), CLOCK);
    assertThat(replica.place()).isEqualTo("r1:3306 (heartbeat in percona.heartbeat)");
    return replica.behind().orElseThrow();
  }

  private static Beat beat(long server, String ts) {
    return new Beat(OptionalLong.of(server), ts);
  }
}
