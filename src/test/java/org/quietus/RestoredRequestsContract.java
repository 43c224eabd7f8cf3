package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quietus.SeveralDatabasesFixture.Listening;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.cli.CommandRun;
import org.quietus.job.Accepted;
import org.quietus.job.JobSession;
import org.quietus.job.ReplayOptions;

/** What became of requests, holds and notices after a backup is known after its restore. */
abstract class RestoredRequestsContract extends RestoredShop {
  @Test
  void afterARestoreNobodyIsToldTwiceAndNobodyForgotten() throws Exception {
    try (Peer push = new Peer();
        Peer mail = new Peer()) {
      OpenedJob telling = telling(push, mail);
      // what is kept would keep the person's keys, too
      engine().execute(SCHEMA, "DELETE FROM invoice WHERE customer_id = 1");
      String ada = telling.request("email: ada.lovelace@example.org");
      backUp();
      mail.replying(Peer.status(503));
      ok(telling.command("run", "--only", "erasure"));
      restore();
      ok(replaying(telling));
      mail.replying(Peer.status(200));
      ok(telling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure"));

      assertThat(push.told())
          .extracting(told -> told.payload().get("kind").asString())
          .containsExactlyInAnyOrder("erasure", "answer", "answer");
      assertThat(mail.told())
          .extracting(Peer.Told::key)
          .hasSize(2)
          .containsOnly(mail.told().get(0).key());
      assertThat(telling.command("answer list", "--json").json())
          .allMatch(answer -> answer.hasNonNull("sentAt"));
      List<Certificate> certificates = telling.certificatesOf(ada);
      assertThat(certificates.get(certificates.size() - 1).recipients())
          .hasSize(2)
          .allMatch(one -> one.state() == Recipient.State.ACKNOWLEDGED);
      assertThat(engine().control(SCHEMA).get("request"))
          .allMatch(row -> row.contains("sealed=null"));
    }
  }

  /**
   * Whose the rows are went with the review, and a recipient would erase all who have an address.
   */
  @Test
  void whereAReviewIsLostNoRecipientIsToldWhatMayBeSomebodyElses() throws Exception {
    try (Peer push = new Peer();
        Peer mail = new Peer()) {
      OpenedJob telling = telling(push, mail);
      engine()
          .execute(
              SCHEMA,
              "DELETE FROM invoice WHERE customer_id = 1",
              "UPDATE customer SET email = 'ada.lovelace@example.org' WHERE email ="
                  + " 'hanako@example.jp'");
      String ada = telling.request("email: ada.lovelace@example.org");
      backUp();
      push.replying(Peer.status(503));
      mail.replying(Peer.status(503));
      assertThat(telling.command("run", "--only", "erasure").exitCode()).isEqualTo(PARTIAL);
      String list = telling.command("request review", ada, "--json").json().get("list").asString();
      ok(telling.command("request review", ada, "--choose", "1", "--of", list, "--as", "dpo"));
      ok(telling.command("run", "--only", "erasure"));
      int before = mail.told().size();
      restore();
      replaying(telling, "--accept", "rows");
      push.replying(Peer.status(200));
      mail.replying(Peer.status(200));
      telling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");

      assertThat(mail.told().subList(before, mail.told().size()))
          .allMatch(told -> told.payload().get("kind").asString().equals("answer"));
      assertThat(telling.command("recipient list", "--json").json())
          .filteredOn(one -> one.get("recipient").asString().equals("mail"))
          .allMatch(one -> one.get("reason").asString().equals("review-lost"));
    }
  }

  @Test
  void whoWentWithTheDatabaseCannotBeToldOfAndThatIsSaid() throws Exception {
    try (Peer push = new Peer();
        Peer mail = new Peer()) {
      OpenedJob telling = telling(push, mail);
      backUp();
      push.replying(Peer.status(503));
      mail.replying(Peer.status(503));
      String ada = telling.request("email: ada.lovelace@example.org");
      ok(telling.command("run", "--only", "erasure"));
      restore();
      ok(replaying(telling));
      push.replying(Peer.status(200));
      mail.replying(Peer.status(200));
      ok(telling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure"));

      assertThat(telling.command("recipient list", "--json").json())
          .filteredOn(one -> one.get("request").asString().equals(ada))
          .isNotEmpty()
          .allMatch(one -> one.get("reason").asString().equals("identifiers-lost"));
      List<Certificate> certificates = telling.certificatesOf(ada);
      assertThat(certificates.get(certificates.size() - 1).recipients())
          .hasSize(2)
          .allMatch(one -> one.state() == Recipient.State.FAILED);
    }
  }

  @Test
  void holdsThatWereSetSinceAreSetAgainAsFarAsTheyAreKnown() throws Exception {
    job.request("email: ada.lovelace@example.org");
    backUp();
    ok(
        job.command(
            "hold add",
            "--records",
            "crm.visit",
            "--where",
            "page <> 'Schmidt'",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01"));
    holdBo();
    assertThat(mirrored()).contains("case-1").doesNotContain("Schmidt");
    restore();

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(PARTIAL);
    assertThat(engine().control(SCHEMA).get("legal_hold"))
        .anyMatch(row -> row.contains("page <> 'Schmidt'"));
    assertThat(replay.err()).contains("(case-2)", "quietus hold add").doesNotContain("case-1");
    assertThat(job.command("hold list").out()).contains("case-1").doesNotContain("case-2");
    assertThat(engine().rows(SCHEMA).get("chat")).hasSize(8); // retention waits
    CommandRun others = replay("--accept", "requests,subjects,rows,tables,backups");
    assertThat(others.exitCode()).as(others.err()).isEqualTo(PARTIAL);
    assertThat(others.err()).contains("(case-2)", "--accept holds");
    assertThat(engine().rows(SCHEMA).get("chat")).hasSize(8);
    ok(replay("--accept", "holds"));
    assertThat(engine().rows(SCHEMA).get("chat")).hasSizeLessThan(8);
    assertThat(engine().rows(SCHEMA).get("visit")).anyMatch(row -> row.contains("/old"));
    CommandRun again = replay(); // whoever accepted it need not be told each time
    ok(again);
    assertThat(again.err()).doesNotContain("case-2");
  }

  /** Its row waits in the inbox again, and the next run would take it for a new request. */
  @Test
  void aRowOfTheInboxWhoseRequestWasCancelledSinceIsNamed() throws Exception {
    OpenedJob filed =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml") + "requests: { inbox: crm.erasure_inbox }\n");
    String ddl = Files.readString(Path.of("sql/samples/inbox.sql")).replaceAll("--.*", "");
    engine()
        .execute(
            SCHEMA,
            (engine().isH2() ? ddl : ddl.replace("TIMESTAMP(6)", "DATETIME(6)"))
                .strip()
                .split(";"));
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, verified) VALUES"
                + " ('email', 'bo@example.org', TRUE)");
    backUp();
    ok(filed.command("request intake"));
    String bo = filed.command("request list", "--json").json().get(0).get("id").asString();
    ok(filed.command("request cancel", bo));
    restore();

    CommandRun replay = replaying(filed);

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(PARTIAL);
    assertThat(replay.err()).contains("inbox", bo, "--accept inbox").doesNotContain("bo@");
    assertThat(replaying(filed, "--check").exitCode()).isEqualTo(TO_DO);
    ok(replaying(filed, "--check", "--accept", "inbox"));
    engine().execute(SCHEMA, "DELETE FROM erasure_inbox");
    ok(replaying(filed));
    ok(replaying(filed, "--check"));
  }

  private String mirrored() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void whomAHoldHadSparedIsNotErasedByAReplay() throws Exception {
    job.request("email: ada.lovelace@example.org");
    String bo = job.request("email: bo@example.org");
    backUp();
    holdBo();
    ok(job.command("run"));
    assertThat(row("customer", "id=2 ")).contains("Bo");
    ok(replay("--check"));
    restore();

    assertThat(replay().exitCode()).isEqualTo(PARTIAL);

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).contains("Bo");
    ok(replay("--accept", "holds,requests,subjects,rows,tables,backups"));
    assertThat(row("customer", "id=2 ")).contains("Bo");
    assertThat(state(job, bo)).isEqualTo("approved");
    ok(job.command("run"));
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    backUp();
    restore();
    ok(job.command("run"));
  }

  @Test
  void whomAHoldKeepsFromAReplayIsErasedAfterItsRelease() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, ada)).isEqualTo("completed");
    ok(
        job.command(
            "hold add",
            "--records",
            "crm.customer",
            "--where",
            "id = 1",
            "--reference",
            "case-9",
            "--basis",
            "claim",
            "--review",
            "2027-01-01"));
    restore();
    approved(replay());
    assertThat(row("customer", "id=1 ")).contains("Ada");
    approved(job.command("run", "--only", "erasure"));
    assertThat(row("customer", "id=1 ")).contains("Ada");
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    ok(job.command("hold release", hold, "--reason", "case-closed"));

    approved(job.command("run", "--only", "erasure"));

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
  }

  @Test
  void whomAHoldHadSparedAndWhoWasErasedAfterItsReleaseIsErasedByAReplay() throws Exception {
    String bo = job.request("email: bo@example.org");
    holdBo();
    backUp();
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("approved");
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    ok(job.command("hold release", hold, "--reason", "case-closed"));
    ok(job.command("run", "--only", "erasure"));
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    String state = state(job, bo);
    restore();
    assertThat(row("customer", "id=2 ")).contains("Bo");

    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    ok(replay());

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(state(job, bo)).isEqualTo(state);
    ok(replay("--check"));
    ok(job.command("run"));
    assertThat(state(job, bo)).isEqualTo(state);
  }

  @Test
  void whatWasKeptWhileARequestSettledComesDueAfterTheRestore() throws Exception {
    OpenedJob clocked =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n"));
    String bo = clocked.request("email: bo@example.org");
    ok(clocked.command("run", "--only", "erasure"));
    assertThat(state(clocked, bo)).isEqualTo("settling");
    backUp();
    clocked.at("2026-03-02T12:00:00Z");
    ok(clocked.command("run", "--only", "erasure"));
    assertThat(state(clocked, bo)).isEqualTo("deferred");
    restore();
    CommandRun replay = clocked.command("replay", "--database", "crm", "--snapshot", BEFORE);
    if (replay.exitCode() == WAITS) { // for the approval of indexes that H2 named anew
      ok(clocked.command("approve", replay.err().strip().replaceFirst("(?s).* ", "")));
    } else {
      ok(replay);
    }
    assertThat(engine().rows(SCHEMA).get("access_log")).anyMatch(row -> row.startsWith("id=1 "));

    ok(clocked.at("2026-12-31T12:00:00Z").command("run", "--only", "erasure"));

    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(state(clocked, bo)).isEqualTo("completed");
    assertThat(engine().control(SCHEMA).get("request"))
        .filteredOn(row -> row.contains(bo))
        .allMatch(row -> row.contains("sealed=null") && row.contains("kept_until=null"));
  }

  @Test
  void whomAHoldHadSparedBeforeTheBackupIsStillKnownAfterIt() throws Exception {
    String bo = job.request("phone: +49895551234");
    holdBo();
    ok(job.command("run", "--only", "erasure"));
    backUp();
    ok(job.command("run", "--only", "erasure"));
    restore();
    approved(replay());
    assertThat(state(job, bo)).isEqualTo("approved");
    engine().execute(SCHEMA, "UPDATE customer SET phone = '+49895559999' WHERE id = 2");
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    ok(job.command("hold release", hold, "--reason", "case-closed"));

    approved(job.command("run", "--only", "erasure"));

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(state(job, bo)).isIn("completed", "deferred");
  }

  @Test
  void whoMayHaveBeenHeldAndOfWhomALawKeptSomethingIsErasedByTheNextRun() throws Exception {
    backUp();
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("deferred");
    hold("email: ada.lovelace@example.org", "case-3");
    restore();
    assertThat(replay().exitCode()).isEqualTo(PARTIAL);
    assertThat(row("customer", "id=2 ")).contains("Bo");
    hold("email: ada.lovelace@example.org", "case-4");

    approved(job.command("run", "--only", "erasure"));

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(engine().rows(SCHEMA).get("access_log")).anyMatch(row -> row.startsWith("id=1 "));
    assertThat(state(job, bo)).isEqualTo("deferred");
  }

  @Test
  void whatALawKeepsGoesInTimeAfterAReplayThatBeganAnew() throws Exception {
    backUp();
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("deferred");
    restore();
    dying(job);
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    Files.writeString(job.file(), Files.readString(job.file()) + "# another text\n");

    approved(replay());
    approved(job.at("2026-12-31T12:00:00Z").command("run", "--only", "erasure"));

    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(state(job, bo)).isEqualTo("completed");
  }

  /** And who has come since, by the clock of any server, has what is theirs. */
  @Test
  void whatALawKeptAndAnApplicationHasDeletedIsNotMissedAfterARestore() throws Exception {
    OpenedJob settling = settling();
    engine().execute(SCHEMA, "INSERT INTO invoice VALUES (60, 60, NULL, DATE '2016-05-05', 5)");
    String cleo = settling.request("email: cleo@example.org");
    ok(settling.command("run", "--only", "erasure"));
    settling.at("2026-03-02T12:00:00Z");
    ok(runSettling(settling));
    assertThat(state(settling, cleo)).isEqualTo("completed");
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM invoice WHERE customer_id = 60",
            "DELETE FROM customer WHERE id = 60",
            "INSERT INTO customer (id, full_name, email, status, created_at) VALUES (60, 'Dan',"
                + " 'dan@example.org', 'open', '2037-03-03 00:00:00')");
    backUp();
    settling.at("2026-06-01T12:00:00Z");
    ok(runSettling(settling));
    restore();
    CommandRun replay =
        settling.command("replay", "--database", "crm", "--snapshot", "2026-03-04T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isIn(0, WAITS);

    ok(runSettling(settling));

    assertThat(row("customer", "id=60 ")).contains("dan@example.org");
  }

  @Test
  void whoIsNotRecognisedWithoutAKeyIsNotSaidToBeDone() throws Exception {
    backUp();
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("deferred");
    ok(job.command("key rotate"));
    restore();
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    assertThat(replay().exitCode()).isEqualTo(PARTIAL);
    approved(job.command("run", "--only", "erasure"));
    assertThat(row("customer", "id=2 ")).contains("Bo");
    assertThat(state(job, bo)).isEqualTo("deferred");
    Files.move(aside, key);

    approved(replay());
    approved(job.at("2026-12-31T12:00:00Z").command("run", "--only", "erasure"));

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(state(job, bo)).isEqualTo("completed");
  }

  @Test
  void whoseRequestSettlesAndIsNotRecognisedWithoutAKeyIsNotSaidToBeDone() throws Exception {
    OpenedJob settling = settling();
    backUp();
    String bo = settling.request("email: bo@example.org");
    ok(settling.command("run", "--only", "erasure"));
    assertThat(state(settling, bo)).isEqualTo("settling");
    ok(settling.command("key rotate"));
    restore();
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    String[] since = {"--database", "crm", "--snapshot", BEFORE};
    assertThat(settling.command("replay", since).exitCode()).isEqualTo(PARTIAL);
    settling.at("2026-03-02T12:00:00Z");
    CommandRun run = runSettling(settling);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains(bo, "quietus replay");
    assertThat(row("customer", "id=2 ")).contains("Bo");
    assertThat(state(settling, bo)).isEqualTo("settling");
    Files.move(aside, key);

    ok(settling.command("replay", since));
    ok(settling.command("run", "--only", "erasure"));

    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(state(settling, bo)).isEqualTo("deferred");
  }

  @Test
  void whoseRequestSettlesAndMayBeBackIsNotSaidToBeDone() throws Exception {
    mayBeBack(false);
  }

  @Test
  void whoseRequestTheBackupKnewAndWhoMayBeBackIsNotSaidToBeDone() throws Exception {
    mayBeBack(true);
  }

  /** Somebody has the key of a person's row, and another address. */
  private void mayBeBack(boolean known) throws Exception {
    OpenedJob settling = settling();
    String cleo = known ? settling.request("email: cleo@example.org") : "";
    backUp();
    cleo = known ? cleo : settling.request("email: cleo@example.org");
    ok(settling.command("run", "--only", "erasure"));
    restore();
    engine().execute(SCHEMA, "UPDATE customer SET email = 'new@example.org' WHERE id = 60");
    CommandRun replay = replaying(settling);
    assertThat(replay.exitCode()).isEqualTo(PARTIAL);
    assertThat(replay.out() + replay.err()).contains("--accept rows").doesNotContain("review ");
    for (List<String> words :
        List.of(List.of(cleo), List.of(cleo, "--of", "12345678", "--choose", "1"))) {
      CommandRun review = settling.command("request review", words.toArray(String[]::new));
      assertThat(review.exitCode()).as(review.err()).isEqualTo(2);
      assertThat(review.err()).contains("waits for a replay");
    }
    settling.at("2026-03-02T12:00:00Z");
    CommandRun run = runSettling(settling);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains(cleo, "quietus replay");
    assertThat(state(settling, cleo)).isEqualTo("settling");

    assertThat(replaying(settling, "--accept", "rows").exitCode()).isEqualTo(PARTIAL);
    ok(runSettling(settling));

    assertThat(state(settling, cleo)).isEqualTo("completed");
    assertThat(row("customer", "id=60 ")).contains("new@example.org");
  }

  /** Beside the row that is certainly theirs. */
  @Test
  void whoseRequestSettlesAndOfWhomAnotherRowMayBeIsNotSaidToBeDone() throws Exception {
    OpenedJob settling = settling();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (96, 'Other', 'x@example.org', '+49891234', 'open', '2012-01-01')",
            "UPDATE customer SET phone = '+49891234' WHERE id = 60");
    backUp();
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL, email = NULL WHERE id = 96");
    String cleo = settling.request("email: cleo@example.org");
    ok(settling.command("run", "--only", "erasure"));
    restore();
    engine().execute(SCHEMA, "UPDATE customer SET email = 'cleo@example.org' WHERE id = 96");
    CommandRun replay = replaying(settling);
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(PARTIAL);
    assertThat(row("customer", "id=60 ")).doesNotContain("Cleo", "example.org");
    settling.at("2026-03-02T12:00:00Z");
    CommandRun run = runSettling(settling);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains(cleo, "quietus replay");
    assertThat(state(settling, cleo)).isEqualTo("settling");

    ok(replaying(settling, "--accept", "rows"));
    ok(runSettling(settling));

    assertThat(state(settling, cleo)).isEqualTo("completed");
    assertThat(row("customer", "id=96 ")).contains("cleo@example.org");
  }

  /** What a law had kept is not there any more. */
  @Test
  void whoseRequestIsDeferredAndOfWhomAnotherRowMayBeIsNotSaidToBeDone() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (96, 'Other', 'x@example.org', '+49891234', 'open', '2012-01-01')",
            "UPDATE customer SET phone = '+49891234' WHERE id = 2");
    backUp();
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL, email = NULL WHERE id = 96");
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("deferred");
    restore();
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'bo@example.org' WHERE id = 96",
            "DELETE FROM access_log WHERE id = 1");
    CommandRun replay = replay();
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(PARTIAL);
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    approved(job.command("run", "--only", "erasure"));
    assertThat(state(job, bo)).isEqualTo("deferred");

    approved(replay("--accept", "rows"));
    approved(job.command("run", "--only", "erasure"));

    assertThat(state(job, bo)).isEqualTo("completed");
    assertThat(row("customer", "id=96 ")).contains("bo@example.org");
  }

  @Test
  void whatALawKeepsOfAPersonInDoubtGoesOnItsDayAndTheirRequestStaysOpen() throws Exception {
    doubtBo();
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    restore();
    engine().execute(SCHEMA, "UPDATE customer SET email = 'bo@example.org' WHERE id = 96");
    assertThat(replay().exitCode()).isEqualTo(PARTIAL);
    long answers = answers();
    job.at("2026-12-01T12:00:00Z");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains(bo, "quietus replay");
    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(state(job, bo)).isEqualTo("deferred");
    assertThat(answers()).isEqualTo(answers);
    List<Certificate> certificates = job.certificatesOf(bo);
    assertThat(certificates.get(certificates.size() - 1).outcome()).isEqualTo(Outcome.PARTIAL);

    approved(replay("--accept", "rows"));
    approved(job.command("run", "--only", "erasure"));

    assertThat(state(job, bo)).isEqualTo("completed");
  }

  @Test
  void whoIsInDoubtStaysSoWhereAHoldIsLostToo() throws Exception {
    doubtBo();
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    hold("email: ada.lovelace@example.org", "case-3");
    restore();
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'bo@example.org' WHERE id = 96",
            "DELETE FROM access_log WHERE id = 1");
    assertThat(replay().exitCode()).isEqualTo(PARTIAL);
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);

    assertThat(state(job, bo)).isEqualTo("deferred");
  }

  /** Somebody else's row tells the same address as Bo's after a restore. */
  private void doubtBo() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (96, 'Other', 'x@example.org', '+49891234', 'open', '2012-01-01')",
            "UPDATE customer SET phone = '+49891234' WHERE id = 2");
    backUp();
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL, email = NULL WHERE id = 96");
  }

  private long answers() {
    return job.command("answer list", "--json").json().size();
  }

  @Test
  void whoseRequestSettlesIsDoneAfterAReplayThatWentOnWithTheKey() throws Exception {
    OpenedJob settling = settling();
    backUp();
    String cleo = settling.request("email: cleo@example.org");
    ok(settling.command("run", "--only", "erasure"));
    ok(settling.command("key rotate"));
    settling.request("email: ada.lovelace@example.org");
    ok(settling.command("run", "--only", "erasure"));
    restore();
    engine().execute(SCHEMA, "DELETE FROM customer WHERE id = 60");
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    dying(settling);
    Files.move(aside, key);

    ok(replaying(settling));
    settling.at("2026-03-02T12:00:00Z");
    ok(runSettling(settling));

    assertThat(state(settling, cleo)).isEqualTo("completed");
  }

  /** A replay that is killed before it has issued a certificate. */
  private static void dying(OpenedJob job) throws Exception {
    try (JobSession session = job.session()) {
      ReplayOptions options =
          new ReplayOptions("crm", Instant.parse(BEFORE), EnumSet.noneOf(Accepted.class), 1);
      Listening dying =
          new Listening() {
            @Override
            public void certificate(String id, String file) {
              throw new IllegalStateException("killed");
            }
          };
      assertThat(session.replay(options, dying).isOver()).isFalse();
    }
  }

  private OpenedJob settling() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at) VALUES (60, 'Cleo',"
                + " 'cleo@example.org', 'open', '2020-01-01 00:00:00')");
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n"));
  }

  /** Approves indexes that H2 named anew, if it has to. */
  private static CommandRun runSettling(OpenedJob settling) {
    CommandRun run = settling.command("run", "--only", "erasure");
    if (run.exitCode() == WAITS) {
      ok(settling.command("approve", run.err().strip().replaceFirst("(?s).* ", "")));
      run = settling.command("run", "--only", "erasure");
    }
    return run;
  }

  private void holdBo() {
    hold("email: bo@example.org", "case-2");
  }

  private void hold(String identifiers, String reference) {
    ok(
        job.typing(
            identifiers + "\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            reference,
            "--basis",
            "claim",
            "--review",
            "2027-01-01"));
  }

  @Test
  void aRequestThatCameAfterTheBackupIsNamedAndExpires() throws Exception {
    String known = job.request("email: ada.lovelace@example.org");
    backUp();
    String lost = job.request("email: bo@example.org");
    restore();
    CommandRun replay = replay();
    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(PARTIAL);
    assertThat(replay.err()).contains("identifiers of request " + lost).doesNotContain(known);
    assertThat(job.command("request show", lost).out()).contains("expired");
    ok(job.command("run"));
    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).contains("Bo");
    job.request("email: bo@example.org");
    ok(job.command("run"));
    assertThat(row("customer", "id=2 ")).doesNotContain("example.org");
  }

  @Test
  void whatChangedOfARequestAfterTheBackupIsKnownAfterTheRestore() throws Exception {
    String ada = filed("email: ada.lovelace@example.org", "--ground", "objection");
    String bo = filed("email: bo@example.org", "--unverified");
    backUp();
    ok(job.command("request object", ada, "--upheld"));
    Path again = directory.resolve("again.csv");
    Files.writeString(again, "email,received_at\nbo@example.org,2026-02-20\n");
    ok(job.command("request add", "--file", again.toString()));
    String received = request(bo, "receivedAt");
    assertThat(received).isEqualTo("2026-02-19T23:00:00Z");
    restore();

    ok(job.command("replay", "--database", "crm", "--snapshot", BEFORE));

    assertThat(request(ada, "ground")).isEqualTo("objection-upheld");
    assertThat(request(bo, "receivedAt")).isEqualTo(received);
  }

  private String filed(String identifiers, String... options) {
    List<String> args = new ArrayList<>(List.of("--identifiers-from", "-", "--json"));
    args.addAll(List.of(options));
    CommandRun added = job.typing(identifiers, "request add", args.toArray(String[]::new));
    ok(added);
    return added.json().get("id").asString();
  }

  @Test
  void whatWasWaitedForWhenItWasLostIsWaitedForStill() throws Exception {
    OpenedJob clocked = clocked("cooling-off: P7D, settle: PT48H");
    String ada = clocked.request("email: ada.lovelace@example.org");
    String bo =
        clocked
            .at("2026-03-08T12:00:00Z")
            .typing(
                "email: bo@example.org",
                "request add",
                "--identifiers-from",
                "-",
                "--unverified",
                "--json")
            .json()
            .get("id")
            .asString();
    backUp();
    clocked.at("2026-03-09T12:00:00Z");
    ok(clocked.command("run", "--only", "erasure"));
    ok(clocked.command("request verify", bo));
    restore();
    ok(clocked.command("replay", "--database", "crm", "--snapshot", BEFORE));
    ok(clocked.command("run", "--only", "erasure"));
    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).contains("Bo");
    assertThat(state(clocked, ada)).isEqualTo("settling");
    assertThat(state(clocked, bo)).isEqualTo("cooling-off");

    ok(clocked.at("2026-03-11T12:00:00Z").command("run", "--only", "erasure"));
    assertThat(state(clocked, ada)).isEqualTo("completed");
    assertThat(row("customer", "id=2 ")).contains("Bo");
    ok(clocked.at("2026-03-17T12:00:00Z").command("run", "--only", "erasure"));
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
  }

  @Test
  void whatIsLoadedLateIsKnownAfterTheRestoreOfABackupInWhichThePersonWasErased() throws Exception {
    OpenedJob clocked = clocked("settle: PT48H");
    String ada = clocked.request("email: ada.lovelace@example.org");
    ok(clocked.command("run", "--only", "erasure"));
    clocked.at("2026-03-02T12:00:00Z").request("email: bo@example.org");
    backUp();
    ok(clocked.command("run", "--only", "erasure"));
    restore();
    CommandRun replay = clocked.command("replay", "--database", "crm", "--snapshot", BEFORE);
    if (replay.exitCode() == WAITS) { // for the approval of indexes that H2 named anew
      ok(clocked.command("approve", replay.err().strip().replaceFirst("(?s).* ", "")));
    } else {
      ok(replay);
    }
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Ada Late', 'ada.lovelace@example.org', '+49 30 123456', 'open',"
                + " '2020-01-01')");

    ok(clocked.at("2026-03-05T12:00:00Z").command("run", "--only", "erasure"));

    assertThat(row("customer", "id=901 ")).doesNotContain("Ada", "example.org");
    assertThat(state(clocked, ada)).isIn("completed", "deferred");
  }

  private OpenedJob clocked(String clock) throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("erasure:\n", "erasure:\n  clock: { " + clock + " }\n")
            .replaceAll("crm.access_log: .*", "crm.access_log: { then: delete }"));
  }

  private static String state(OpenedJob opened, String request) {
    return opened.command("request show", request, "--json").json().get("state").asString();
  }
}
