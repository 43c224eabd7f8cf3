package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.ledger.Ledger;
import org.quietus.ledger.LedgerReader;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkId;

/**
 * What was erased in the database is also in backups; what a backup lost says nothing of others.
 */
class ErasedInDatabaseTest {
  private static final Instant ERASED = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void theRewritingOfABackupIsNoErasureThatOtherBackupsWaitFor() throws Exception {
    RequestFixture fixture = new RequestFixture(directory);
    fixture.jdbc.update(
        "INSERT INTO quietus.run (run_id, job, sequence_no, state, scope, as_of, job_digest,"
            + " job_text, fingerprint, started_at) VALUES ('run', 'job', 1, 'running', 'all', ?,"
            + " 'd', 't', 'f', ?)",
        utc(ERASED),
        utc(ERASED));
    chunk(fixture, 1, ERASED);
    chunk(fixture, ChunkId.FIRST_OF_VERSIONS, ERASED.plusSeconds(100));

    LedgerReader ledger = new LedgerReader(fixture.jdbc);
    Instant between = ERASED.plusSeconds(50);
    assertThat(ledger.tablesErased("job", ERASED.minusSeconds(1), ERASED))
        .containsExactly("crm.orders");
    assertThat(ledger.tablesErased("job", ERASED, between)).isEmpty();
    assertThat(ledger.tablesErased("job", between, ERASED.plusSeconds(150))).isEmpty();
    assertThat(ledger.hasAny(List.of("r0", "r1"), "crm", Set.of())).isTrue();
    assertThat(ledger.hasAny(List.of("r0", "r1"), "cr", Set.of())).isFalse();
    assertThat(ledger.hasAny(List.of("r0"), "crm", Set.of())).isFalse();
    assertThat(ledger.lastErased("job", ERASED)).isEqualTo(Map.of("r1", ERASED));
  }

  @Test
  void whoWithdrewConsentIsAmongThoseOfTheirKind() throws Exception {
    RequestFixture fixture = new RequestFixture(directory);
    List<String> subjects = List.of("customer", "customer/tracking", "customers", "buyer/tracking");
    for (int n = 0; n < subjects.size(); n++) {
      fixture.jdbc.update(
          "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version, epoch,"
              + " token, erased_at) VALUES ('job', ?, ?, 'email', 1, 1, ?, ?)",
          "r" + n,
          subjects.get(n),
          new byte[] {(byte) n},
          utc(ERASED));
    }

    assertThat(new SuppressionEntries(fixture.jdbc, "job").requestsOf("customer"))
        .containsExactlyInAnyOrder("r0", "r1");
  }

  @Test
  void whatCopiesHoldIsAskedWhereTheyAreNoted() throws Exception {
    Ledger ledger = new Ledger(new RequestFixture(directory).jdbc);
    TableName kept = TableName.parse("nightly.orders");

    assertThat(ledger.withCopies((run, request) -> Map.of(kept, 3L)).keptFor("run", "r1"))
        .isEqualTo(Map.of(kept, 3L));
  }

  @Test
  void theNewestEntryBesideThoseOfARunIsToldHoweverManyTheyAre() throws Exception {
    RequestFixture fixture = new RequestFixture(directory);
    for (int n = 1; n <= 3; n++) {
      fixture.jdbc.update(
          "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version, epoch,"
              + " token, erased_at) VALUES ('job', ?, 'customer', 'email', 1, 1, ?, ?)",
          "r" + n,
          new byte[] {(byte) n},
          utc(ERASED));
    }
    SuppressionEntries entries = new SuppressionEntries(fixture.jdbc, "job");
    long all = entries.newestBesides(Set.of());
    List<String> many = IntStream.range(3, 150_000).mapToObj(n -> "r" + n).toList();

    assertThat(entries.newestBesides(many)).isEqualTo(all - 1);
    assertThat(entries.newestBesides(Set.of("r1", "r2"))).isEqualTo(all);
    assertThat(entries.newestBesides(Set.of("r1", "r2", "r3"))).isZero();
  }

  private static void chunk(RequestFixture fixture, int range, Instant at) {
    fixture.jdbc.update(
        "INSERT INTO quietus.ledger (run_id, range_no, sequence_no, step_no, request_id, token,"
            + " committed_at, digest) VALUES ('run', ?, 1, 0, 'r1', 1, ?, ?)",
        range,
        utc(at),
        new byte[32]);
    fixture.jdbc.update(
        "INSERT INTO quietus.ledger_count (run_id, range_no, sequence_no, line_no, table_name,"
            + " method, deleted, anonymised, unlinked, kept, gone, ambiguous)"
            + " VALUES ('run', ?, 1, 1, 'crm.orders', 'delete', 1, 0, 0, 0, 0, 0)",
        range);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
