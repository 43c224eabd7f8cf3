package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.RequestKind;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** What the requests of a control schema become that was restored from a backup. */
class RestoredRequestsTest {
  private static final Instant BACKUP = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-05T09:30:00Z");
  private static final String COMMITMENT = "ab".repeat(32);
  private static final Map<String, Object> FILED =
      Map.ofEntries(
          Map.entry("move", "file"),
          Map.entry("state", "received"),
          Map.entry("role", "operator"),
          Map.entry("reason", "filed"),
          Map.entry("subject", "customer"),
          Map.entry("tenant", "acme"),
          Map.entry("kind", "access"),
          Map.entry("ground", "minor"),
          Map.entry("requester", "guardian"),
          Map.entry("evidence", "case-7"),
          Map.entry("received", "2026-02-28T08:00:00Z"),
          Map.entry("commitment", COMMITMENT));

  @TempDir Path directory;
  private final List<String> needed = new ArrayList<>();
  private RequestFixture fixture;
  private SealedPersons persons;
  private RestoredRequests restored;

  @BeforeEach
  void open() throws Exception {
    fixture = new RequestFixture(directory);
    SealingKey key = SealingKey.load(directory.resolve("keys"));
    persons = new SealedPersons(fixture.jdbc, "job", key);
    restored = new RestoredRequests(fixture.jdbc, "job", key, needed::contains);
  }

  private static MirrorEntry entry(Instant at, Map<String, Object> content) {
    return new MirrorEntry(1, MirrorEntry.Kind.REQUEST, "r1", at, content);
  }

  /** A request of the backup, and whether it knows rows of its person. */
  private void known(String state, String ground, boolean rows) {
    fixture.jdbc.update(
        "INSERT INTO quietus.request (request_id, job, subject, state, ground, received_at,"
            + " commitment) VALUES ('r1', 'job', 'customer', ?, ?, ?, ?)",
        state,
        ground,
        RequestRow.utc(BACKUP),
        COMMITMENT);
    SealedPerson person =
        new SealedPerson(
            "0".repeat(64), List.of(new Identifier(IdentifierType.EMAIL, "ann@example.org")));
    persons.put("r1", Optional.of(rows ? person.found(List.of("row"), Map.of()) : person));
  }

  private void erased(Instant at) {
    fixture.jdbc.update(
        "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version, epoch,"
            + " token, erased_at) VALUES ('job', 'r1', 'customer', 'email', 1, 1, SECURE_RAND(32),"
            + " ?)",
        RequestRow.utc(at));
  }

  private int suppressed() {
    return fixture.jdbc.queryForList("SELECT token FROM quietus.suppression").size();
  }

  private ErasureRequest request() {
    return fixture
        .jdbc
        .query("SELECT * FROM quietus.request", (row, n) -> RequestRow.request(row))
        .get(0);
  }

  @Test
  void whatTheBackupDoesNotKnowIsAsItWasFiled() {
    restored.restore(entry(LATER, FILED));

    ErasureRequest request = request();
    assertThat(request.filing())
        .isEqualTo(
            new Filing(
                "customer",
                Optional.of("acme"),
                Ground.MINOR,
                Requester.GUARDIAN,
                Optional.of("case-7"),
                Instant.parse("2026-02-28T08:00:00Z"),
                RequestKind.ACCESS));
    assertThat(request.commitment()).isEqualTo(COMMITMENT);
    assertThat(request.state()).isEqualTo(State.RECEIVED);
    assertThat(persons.of("r1")).isEmpty();
    assertThat(new RequestEvents(fixture.jdbc).of("r1"))
        .containsExactly(
            new RequestEvent(1, LATER, Move.FILE, State.RECEIVED, Role.OPERATOR, "filed"));
  }

  /** Something of it was given up later. */
  @Test
  void aRequestStaysCompletedAsOfItsCompletion() {
    restored.restore(entry(BACKUP, Map.of("move", "complete", "state", "completed")));
    restored.restore(entry(LATER, Map.of("move", "accept", "state", "completed")));
    assertThat(request().completedAt()).contains(BACKUP);
  }

  /** What was chosen then is sealed, and nobody knows it any more. */
  @Test
  void whomSomebodyChoseAfterTheBackupWasMadeIsChosenAgain() {
    for (boolean found : List.of(false, true)) {
      fixture.jdbc.update("DELETE FROM quietus.request_event");
      fixture.jdbc.update("DELETE FROM quietus.request");
      known("approved", "request", false);
      SealedPerson person = persons.of("r1").orElseThrow();
      persons.put("r1", Optional.of(person.reviewed(new Reviewed(BACKUP, Map.of(), Map.of()))));
      restored.restore(
          entry(
              BACKUP,
              Map.of("move", "file", "state", "approved", "reason", found ? "found" : "added")));
      assertThat(persons.of("r1").orElseThrow().reviewed()).isPresent();

      restored.restore(
          entry(LATER, Map.of("move", "review", "state", "approved", "reason", "rows-chosen")));

      assertThat(persons.of("r1").orElseThrow().reviewed().isPresent()).isEqualTo(found);
      assertThat(persons.of("r1").orElseThrow().identifiers()).isNotEmpty();
    }
  }

  @Test
  void whatEachOfSeveralRowsTellsIsKnownOnceAReplayHasFoundThem() throws Exception {
    known("running", "request", false);
    Identifier phone = new Identifier(IdentifierType.PHONE, "+4930222222");

    new ReplayedRequests(
            fixture.jdbc, "job", SealingKey.load(directory.resolve("keys")), needed::contains)
        .freeze(
            "r1",
            List.of("one", "two"),
            Map.of("email", "bob@example.org"),
            List.of(phone),
            Map.of());

    SealedPerson person = persons.of("r1").orElseThrow();
    assertThat(person.told()).containsExactly(phone);
    assertThat(person.withoutIdentifiers().told()).isEmpty();
  }

  @Test
  void whatHappenedSinceIsTakenOverAndWhatWasFiledStays() {
    restored.restore(entry(BACKUP, FILED));
    Filing filed = request().filing();
    Map<String, Object> verified = new HashMap<>();
    verified.put("move", "restrict");
    verified.put("state", "cooling-off");
    verified.put("restricted", true);
    verified.put("verified", "2026-03-02T08:00:00Z");
    verified.put("cooling-ends", "2026-03-09T08:00:00Z");
    verified.put("settles", "2026-03-10T08:00:00Z");
    restored.restore(entry(LATER, verified));

    ErasureRequest request = request();
    assertThat(request.filing()).isEqualTo(filed);
    assertThat(request.state()).isEqualTo(State.COOLING_OFF);
    assertThat(request.restricted()).isTrue();
    assertThat(request.verifiedAt()).contains(Instant.parse("2026-03-02T08:00:00Z"));
    assertThat(request.coolingOffEnds()).contains(Instant.parse("2026-03-09T08:00:00Z"));
    assertThat(request.settlesAt()).contains(Instant.parse("2026-03-10T08:00:00Z"));

    restored.restore(
        entry(
            LATER,
            Map.of(
                "state", "approved",
                "restricted", false,
                "ground", "objection-upheld",
                "received", "2026-02-20T08:00:00Z")));
    assertThat(request().restricted()).isFalse();
    assertThat(request().coolingOffEnds()).isEmpty();
    assertThat(request().filing().ground()).isEqualTo(Ground.OBJECTION_UPHELD);
    assertThat(request().receivedAt()).isEqualTo(Instant.parse("2026-02-20T08:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "completed, true, true",
    "answered, true, false",
    "deferred, false, true",
    "settling, false, false",
    "refused, false, false",
    "approved, false, false"
  })
  void whatWasKeptOfWhoWasErasedComesDueADayBeforeThat(String state, boolean ended, boolean due) {
    known("running", "request", true);
    restored.restore(entry(LATER, Map.of("state", state)));
    assertThat(request().completedAt()).isEqualTo(Optional.of(LATER).filter(at -> ended));
    assertThat(request().keptUntil())
        .isEqualTo(Optional.of(LocalDate.of(2026, 3, 4)).filter(day -> due));
  }

  @Test
  void nothingComesDueOfWhomNoRowIsKnown() {
    known("running", "request", false);
    restored.restore(entry(LATER, Map.of("state", "completed")));
    assertThat(request().keptUntil()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "completed, true, rows",
    "deferred, true, rows",
    "completed, false, nothing",
    "answered, true, nothing",
    "refused, true, nothing",
    "cancelled, true, nothing",
    "expired, true, nothing",
    "deferred, false, all",
    "approved, false, all",
    "running, true, all",
    "settling, true, all"
  })
  void whatServesNobodyAnyMoreIsForgotten(String state, boolean rows, String left) {
    known(state, "request", rows);
    needed.add("r1");
    restored.settle();
    assertThat(persons.of("r1").map(SealedPerson::identifiers).orElse(List.of())).isNotEmpty();

    needed.clear();
    restored.settle();

    Optional<SealedPerson> person = persons.of("r1");
    assertThat(person.isPresent()).isEqualTo(!left.equals("nothing"));
    assertThat(person.filter(one -> !one.identifiers().isEmpty()).isPresent())
        .isEqualTo(left.equals("all"));
    assertThat(person.filter(one -> one.rows().isPresent()).isPresent())
        .isEqualTo(rows && !left.equals("nothing"));
  }

  @Test
  void ofAChildWhomNobodyErasesTheKeysOfTheirRowsAreKept() {
    known("refused", "minor", true);
    restored.settle();
    assertThat(persons.of("r1").orElseThrow().rows()).isPresent();
    assertThat(persons.of("r1").orElseThrow().identifiers()).isEmpty();
  }

  @Test
  void whoWasPutBackIsKnownByTheRowsOfTheBackupAlone() {
    assertThat(RestoredRequests.isPutBack(entry(LATER, Map.of("move", "put-back")))).isTrue();
    assertThat(RestoredRequests.isPutBack(entry(LATER, FILED))).isFalse();
    for (boolean rows : new boolean[] {true, false}) {
      fixture.jdbc.update("DELETE FROM quietus.request");
      known("approved", "request", rows);
      fixture.jdbc.update("UPDATE quietus.request SET resolved_at = ?", RequestRow.utc(BACKUP));
      restored.putBack("r1");
      assertThat(request().resolvedAt().isPresent()).isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "settling", "deferred", "completed"})
  void whoWasTakenUpAgainWasErasedWhenTheyWereFirst(String state) {
    known(state, "request", false);
    erased(LATER);
    erased(BACKUP);
    restored.settle();
    assertThat(request().resolvedAt()).contains(BACKUP);
    assertThat(suppressed()).isEqualTo(2);
  }

  @Test
  void nothingIsKnownOfWhoWasPutBackByWhichTheyCouldBeFound() {
    known("approved", "request", false);
    erased(LATER);
    restored.settle();
    assertThat(request().resolvedAt()).isEmpty();
    assertThat(suppressed()).isZero();
  }

  @Test
  void whoeverIsSuppressedHasARequestThatWasActedOn() {
    MirrorEntry suppression =
        new MirrorEntry(
            2, MirrorEntry.Kind.SUPPRESSION, "r1", BACKUP, Map.of("subject", "customer"));
    restored.erased(suppression);
    assertThat(request().state()).isEqualTo(State.COMPLETED);
    assertThat(request().subject()).isEqualTo("customer");
    assertThat(request().resolvedAt()).contains(BACKUP);

    restored.erased(
        new MirrorEntry(3, MirrorEntry.Kind.SUPPRESSION, "r1", LATER, Map.of("subject", "other")));
    assertThat(request().resolvedAt()).contains(BACKUP);
    assertThat(request().subject()).isEqualTo("customer");
  }

  @Test
  void whatABackupMayHoldUnfinishedIsWhatWasActedOnAndNotCompletedOrCommittedLater() {
    assertThat(restored.unfinished(BACKUP)).isEmpty();
    known("completed", "request", true);
    fixture.jdbc.update("UPDATE quietus.request SET resolved_at = ?", RequestRow.utc(BACKUP));
    assertThat(restored.unfinished(BACKUP)).isEmpty();
    fixture.jdbc.update("UPDATE quietus.request SET state = 'deferred'");
    assertThat(restored.unfinished(BACKUP)).containsExactly("r1");

    fixture.jdbc.update("UPDATE quietus.request SET state = 'completed'");
    fixture.jdbc.update(
        "INSERT INTO quietus.ledger (run_id, range_no, sequence_no, step_no, request_id, token,"
            + " committed_at, digest) VALUES ('run', 1, 1, 1, 'r1', 1, ?, SECURE_RAND(32))",
        RequestRow.utc(BACKUP.plusSeconds(60)));
    assertThat(restored.unfinished(BACKUP)).containsExactly("r1");
    assertThat(restored.unfinished(BACKUP.plusSeconds(60))).isEmpty();
  }
}
