package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.format.zstd.ZstdCodec;

/** Whom a backup brings back is erased again, as far as the erasure covered them. */
abstract class RestoreReplayContract extends RestoredShop {

  /** Makes the next delete of visits fail, with a personal value in its message. */
  abstract String leakyTrigger();

  @Test
  void invariant13EvidenceOutlivesTheDatabase() throws Exception {
    String request = job.request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run"));
    Map<String, List<String>> erased = engine().rows(SCHEMA);

    restore();
    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    for (CommandRun refused :
        List.of(
            job.command("run"),
            job.command("status"),
            job.command("approve", "abc"),
            job.command("abandon", "abc"),
            job.command("request list"),
            job.command("request show", request),
            job.command("plan"),
            job.command("validate"),
            job.command("key list"),
            job.command("hold list"),
            job.typing("email: bo@example.org\n", "request add", "--identifiers-from", "-"))) {
      assertThat(refused.exitCode()).isEqualTo(WAITS);
      assertThat(refused.err()).contains("quietus replay");
    }
    ok(job.command("certificate list"));
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    ok(replay("--json"));

    assertThat(withoutTouches(engine().rows(SCHEMA))).isEqualTo(withoutTouches(erased));
    ok(job.command("status"));
    ok(replay("--check"));
    ok(job.command("run"));
    Certificate certificate =
        job.certificates().stream()
            .filter(one -> one.identity().type() == CertificateType.RESTORE_REPLAY)
            .findFirst()
            .orElseThrow();
    assertThat(certificate.outcome()).isNotIn(Outcome.FAILED, Outcome.PARTIAL);
    assertThat(certificate.targets())
        .extracting(
            target -> target.name(),
            target -> target.counts().anonymised() + target.counts().masked())
        .contains(tuple("crm.customer", 1L));
    assertThat(certificate.verification()).isPresent();
  }

  @Test
  void logFilesThatAreBackWithTheDatabaseOrAloneAreNotCalledCleanBeforeTheNextRunHasSearchedThem()
      throws Exception {
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            + """

            object-stores: { disk: { url: "${DISK}" } }
            files:
              logs:
                of: crm
                in: disk
                objects: "logs/*"
                format: jsonl
                from: at
                persons: { customer: { mail: email } }
                on-erasure: delete
            """;
    Path logs = Files.createDirectories(directory.resolve("disk/logs"));
    String hers = "{\"at\":\"2026-02-01T10:00:00Z\",\"mail\":\"ada.lovelace@example.org\"}\n";
    String his = "{\"at\":\"2026-02-01T10:00:00Z\",\"mail\":\"cy@example.org\"}\n";
    Path plain = logs.resolve("web.jsonl");
    Path framed = logs.resolve("app.jsonl.zst");
    OpenedJob logging =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml)
            .with("DISK", directory.resolve("disk").toUri().toString());
    write(plain, framed, hers + his);
    logging.request("email: ada.lovelace@example.org");
    backUp();
    ok(logging.command("run"));
    assertLeft(plain, framed, his);
    ok(replaying(logging, "--check"));

    restore();
    write(plain, framed, hers + his);
    assertThat(replaying(logging, "--check").exitCode()).isEqualTo(TO_DO);
    CommandRun replay = replaying(logging);
    ok(replay);
    String yetToDo = "files 'logs': 2 object versions were not searched for erased persons yet";
    assertThat(replay.err()).contains(yetToDo);
    CommandRun check = replaying(logging, "--check");
    assertThat(check.exitCode()).isEqualTo(TO_DO);
    assertThat(check.out()).contains(yetToDo).doesNotContain("nothing to replay");
    ok(logging.command("run"));
    assertLeft(plain, framed, his);
    ok(replaying(logging, "--check"));

    write(plain, framed, hers + his);
    assertThat(replaying(logging, "--check").exitCode()).as("the bucket alone").isEqualTo(TO_DO);
    ok(replaying(logging, "--check", "--accept", "holds,requests,subjects,rows,tables,backups"));
    ok(logging.command("run"));
    assertLeft(plain, framed, his);
    ok(replaying(logging, "--check"));
  }

  private static void write(Path plain, Path framed, String lines) throws IOException {
    Files.writeString(plain, lines);
    try (OutputStream out = new ZstdCodec().encode(Files.newOutputStream(framed))) {
      out.write(lines.getBytes(UTF_8));
    }
  }

  private static void assertLeft(Path plain, Path framed, String lines) throws IOException {
    assertThat(plain).hasContent(lines);
    try (InputStream in = new ZstdCodec().decode(Files.newInputStream(framed))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(lines);
    }
  }

  @Test
  void consentWithdrawnForOnePurposeIsWithdrawnAgainAfterARestore() throws Exception {
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace(
                "    created: created_at\n",
                "    created: created_at\n"
                    + "    purposes: { chats: { crm.chat: rows }, opinions: { crm.review: rows }"
                    + " }\n");
    OpenedJob consenting = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    backUp();
    ok(
        consenting.typing(
            "email: ada.lovelace@example.org\n",
            "request add",
            "--identifiers-from",
            "-",
            "--purpose",
            "chats"));
    ok(consenting.command("run"));
    Map<String, List<String>> withdrawn = engine().rows(SCHEMA);

    restore();
    assertThat(engine().rows(SCHEMA).get("chat")).hasSizeGreaterThan(withdrawn.get("chat").size());
    ok(replaying(consenting));

    assertThat(engine().rows(SCHEMA).get("chat")).isEqualTo(withdrawn.get("chat"));
    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    assertThat(row("review", "id=1 ")).contains("Ada writes");
  }

  @Test
  void invariant11OnlyWhatTheErasureCovered() throws Exception {
    job.request("email: ada.lovelace@example.org");
    job.request("phone: +49895551234");
    backUp();
    ok(job.command("run", "--only", "erasure"));
    restore();
    // after the restore Ada registers once more, and somebody gets the telephone number of Bo
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (90, 'Ada Again', 'ada.lovelace@example.org', '+4930123456', 'open',"
                + " '2099-01-01'), (91, 'Another', 'x@example.org', '0049895551234', 'open',"
                + " '2099-01-01')");
    String again = row("customer", "id=90 ");
    String another = row("customer", "id=91 ");

    ok(replay());

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(row("customer", "id=90 ")).isEqualTo(again);
    assertThat(row("customer", "id=91 ")).isEqualTo(another);
    ok(job.command("run"));
    assertThat(row("customer", "id=90 ")).isEqualTo(again);
  }

  @Test
  void aRowWithOneAgreeingIdentifierIsNamedAndLeft() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (95, 'Earlier Holder', 'earlier@example.org', '+49895551234', 'open',"
                + " '2012-01-01')",
            "UPDATE customer SET phone = NULL WHERE id = 2");
    backUp();
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET phone = NULL WHERE id = 95",
            "UPDATE customer SET phone = '+49895551234', email = 'new@example.org' WHERE id = 2");
    String request = job.request("phone: +49895551234");
    ok(job.command("run", "--only", "erasure"));
    restore();
    String earlier = row("customer", "id=95 ");
    String before = row("customer", "id=2 ");

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(PARTIAL);
    assertThat(replay.err()).contains("request " + request, "2 of crm.customer", "review");
    assertThat(row("customer", "id=95 ")).isEqualTo(earlier);
    assertThat(row("customer", "id=2 ")).isEqualTo(before);
    assertThat(job.certificates())
        .filteredOn(one -> one.identity().type() == CertificateType.RESTORE_REPLAY)
        .extracting(Certificate::outcome)
        .containsExactly(Outcome.PARTIAL);
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    ok(replay("--check", "--accept", "holds,requests,subjects,rows,tables,backups"));
  }

  @Test
  void whoSharesTwoTraitsWithAnErasedPersonIsNamedAndLeftHoweverOftenItIsReplayed()
      throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) SELECT 96,"
                + " 'Partner', email, phone, status, created_at FROM customer WHERE id = 2");
    backUp();
    engine().execute(SCHEMA, "DELETE FROM customer WHERE id = 96");
    String request = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    restore();
    String partner = row("customer", "id=96 ");

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(PARTIAL);
    assertThat(replay.err()).contains("request " + request, "1 of crm.customer", "review");
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    assertThat(row("customer", "id=96 ")).isEqualTo(partner);
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    assertThat(replay().exitCode()).isEqualTo(PARTIAL);
    assertThat(row("customer", "id=96 ")).isEqualTo(partner);
  }

  @Test
  void allRowsThatSomebodyChoseAreErasedOnceMore() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (97, 'Bo too', 'bo@example.org', '+49 30 97', 'open', '2012-01-01'),"
                + " (98, 'Bo no more', 'bo@example.org', '+49 30 98', 'open', '2012-01-01')");
    String request = job.request("email: bo@example.org");
    String list = job.command("request review", request, "--json").json().get("list").asString();
    ok(job.command("request review", request, "--of", list, "--choose", "1,2"));
    backUp();
    ok(job.command("run"));
    Map<String, List<String>> erased = engine().rows(SCHEMA);
    assertThat(row("customer", "id=97 ")).doesNotContain("Bo", "example.org");
    assertThat(row("customer", "id=98 ")).contains("Bo no more");
    restore();

    ok(replay());

    assertThat(withoutTouches(engine().rows(SCHEMA)).get("customer"))
        .isEqualTo(withoutTouches(erased).get("customer"));
    ok(replay("--check", "--accept", "holds,requests,subjects,rows,tables,backups"));
  }

  @Test
  void ofChosenRowsOfWhichOneIsNotRecognisedNoneIsErased() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (97, 'Earlier Holder', 'x@example.org', '+49 30 97', 'open', '2012-01-01')");
    backUp();
    engine().execute(SCHEMA, "UPDATE customer SET email = 'bo@example.org' WHERE id = 97");
    String request = job.request("email: bo@example.org");
    String list = job.command("request review", request, "--json").json().get("list").asString();
    ok(job.command("request review", request, "--of", list, "--choose", "1,2"));
    ok(job.command("run", "--only", "erasure"));
    restore();
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL WHERE id = 97");
    String before = row("customer", "id=2 ");

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(PARTIAL);
    assertThat(replay.err()).contains("request " + request, "2 of crm.customer");
    assertThat(row("customer", "id=2 ")).isEqualTo(before);
    assertThat(row("customer", "id=97 ")).contains("Earlier Holder");
  }

  @Test
  void whoWasErasedAsASubjectThatTheJobFileHasLostIsNamedAndFoundOnceItIsBack() throws Exception {
    job.request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run"));
    Map<String, List<String>> erased = engine().rows(SCHEMA);
    restore();
    String text = Files.readString(job.file());
    Files.writeString(
        job.file(), text.replace("  customer:\n    records", "  client:\n    records"));
    CommandRun blind = replay();
    assertThat(blind.exitCode()).as(blind.err()).isEqualTo(8);
    assertThat(blind.err()).contains("'customer'", "bring it back");
    Files.writeString(job.file(), text);
    approved(replay());
    assertThat(withoutTouches(engine().rows(SCHEMA))).isEqualTo(withoutTouches(erased));
  }

  @Test
  void aLostControlSchemaIsMadeAnewFromTheMirror() throws Exception {
    String request = job.request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run"));
    restore();
    dropControlSchema();
    assertThat(job.command("status").exitCode()).isEqualTo(WAITS);

    ok(replay());

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(job.command("request list", "--json").json().toString()).contains(request);
    ok(job.command("run"));
  }

  @Test
  void dataThatWasRestoredBesideItsControlSchemaIsReplayedToo() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'Ada.Lovelace@example.org', anonymised_at = NULL,"
                + " full_name = 'Ada' WHERE id = 1");
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    ok(replay());
    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    ok(replay("--check"));
  }

  @Test
  void whatALawHadKeptAndThatIsBackIsCheckedForAsItIsReplayed() throws Exception {
    String bo = job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    String kept = row("access_log", "id=1 ");
    ok(job.at("2026-12-31T12:00:00Z").command("run", "--only", "erasure"));
    assertThat(request(bo, "state")).isEqualTo("completed");
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO access_log (id, customer_id, seen_at, ip) VALUES (1, 2, '2025-12-01"
                + " 10:00:00', '192.0.2.1')");
    assertThat(row("access_log", "id=1 ")).isEqualTo(kept);
    String[] since = {"--database", "crm", "--snapshot", "2026-12-30T00:00:00Z", "--check"};

    assertThat(job.command("replay", since).exitCode()).isEqualTo(TO_DO);
    ok(job.command("replay", Arrays.copyOf(since, 4)));

    assertThat(engine().rows(SCHEMA).get("access_log")).noneMatch(row -> row.startsWith("id=1 "));
    ok(job.command("replay", since));
  }

  @Test
  void whoCameBackBeforeTheBackupStaysThoughTheRequestOfAnotherIsUnfinished() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES"
                + " (60, 'Cleo', 'cleo@example.org', '+498912345', 'open', '2012-01-01')");
    String bo = job.request("email: bo@example.org");
    String cleo = job.request("email: cleo@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(request(bo, "state")).isEqualTo("deferred");
    assertThat(request(cleo, "state")).isEqualTo("completed");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cleo@example.org', anonymised_at = NULL,"
                + " full_name = 'Cleo Again' WHERE id = 60",
            "UPDATE customer SET email = 'bo@example.org', anonymised_at = NULL, full_name = 'Bo'"
                + " WHERE id = 2");
    String again = row("customer", "id=60 ");
    Instant erased = Instant.parse("2026-03-01T12:00:00Z");
    Instant known = Instant.now().truncatedTo(ChronoUnit.SECONDS); // a server has its own clock
    Instant later = (known.isAfter(erased) ? known : erased).plus(2, ChronoUnit.HOURS);
    job.at(later.toString());
    String backup = later.minus(1, ChronoUnit.HOURS).toString();
    String[] since = {"--database", "crm", "--snapshot", backup, "--check"};
    assertThat(job.command("replay", since).exitCode()).isEqualTo(TO_DO);

    ok(job.command("replay", Arrays.copyOf(since, 4)));

    assertThat(row("customer", "id=60 ")).isEqualTo(again);
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    ok(job.command("replay", since));
  }

  @Test
  void aReplayThatIsCutShortGoesOnAndNothingElseDoes() throws Exception {
    job.request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run"));
    restore();
    engine().execute(SCHEMA, leakyTrigger());

    assertThat(replay().exitCode()).isEqualTo(4);
    assertThat(job.command("run").exitCode()).isEqualTo(WAITS);
    assertThat(job.command("status").err()).contains("a replay is unfinished");
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    engine().execute(SCHEMA, "DROP TRIGGER leak");

    ok(replay());
    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    ok(job.command("status"));
  }

  @Test
  void aReplayThatWasCutShortSeeksWhoWasErasedBeforeToo() throws Exception {
    job.request("email: bo@example.org");
    ok(job.at("2026-03-05T10:00:00Z").command("run", "--only", "erasure"));
    job.at("2026-03-09T10:00:00Z").request("email: ada.lovelace@example.org");
    backUp();
    ok(job.command("run", "--only", "erasure"));
    restore();
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'bo@example.org', anonymised_at = NULL, full_name = 'Bo'"
                + " WHERE id = 2",
            leakyTrigger());
    CommandRun tooLate =
        job.command("replay", "--database", "crm", "--snapshot", "2026-03-07T02:00:00Z");
    assertThat(tooLate.exitCode()).as(tooLate.out() + tooLate.err()).isEqualTo(4);
    engine().execute(SCHEMA, "DROP TRIGGER leak");

    approved(replay());

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
    ok(replay("--check"));
  }

  @Test
  void aReplayThatWasCutShortWithoutAKeySeeksWithItOnceItIsBack() throws Exception {
    job.request("email: bo@example.org");
    backUp();
    ok(job.command("run", "--only", "erasure"));
    ok(job.command("key rotate"));
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    restore();
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    engine().execute(SCHEMA, leakyTrigger());
    CommandRun without = replay();
    assertThat(without.exitCode()).as(without.out() + without.err()).isEqualTo(4);
    engine().execute(SCHEMA, "DROP TRIGGER leak");
    Files.move(aside, key);

    ok(replay());

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada", "example.org");
    assertThat(row("customer", "id=2 ")).doesNotContain("Bo", "example.org");
  }

  @Test
  void anEvidenceStoreThatLostItsMirrorStopsEverything() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run"));
    try (Stream<Path> files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    for (CommandRun refused : List.of(job.command("run"), job.command("status"), replay())) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("the evidence store lacks");
    }
  }

  @Test
  void aMomentToComeAndAnUnknownDatabaseAreRefused() {
    assertThat(
            job.command("replay", "--database", "crm", "--snapshot", "2100-01-01T00:00:00Z")
                .exitCode())
        .isEqualTo(2);
    assertThat(job.command("replay", "--database", "other", "--snapshot", BEFORE).err())
        .contains("it has: crm");
    assertThat(job.command("replay", "--database", "crm", "--snapshot", "yesterday").err())
        .contains("with its zone");
  }

  @Test
  void invariant7NoPersonalDataOutsideTheSources() throws Exception {
    try (Connection connection = engine().connect(SCHEMA)) {
      Canary.plant(
          new Shop(connection, engine().columns()), 100); // beside those who are there already
    }
    job.request("email: " + Canary.at("email", 108));
    job.request("email: " + Canary.at("nobody", 1));
    backUp();
    ok(job.command("run"));
    restore();
    engine().execute(SCHEMA, leakyTrigger());
    try (Captured streams = new Captured()) {
      CommandRun failed = replay("--json");
      assertThat(failed.exitCode()).isEqualTo(4);
      Canary.isNotIn("what a command printed", failed.out() + failed.err());
      engine().execute(SCHEMA, "DROP TRIGGER leak");
      CommandRun done = replay("--json");
      Canary.isNotIn("what a command printed", done.out() + done.err());
      assertThat(done.exitCode()).as(done.err()).isZero();
      Canary.isNotIn("the standard streams", streams.text());
    }
    Map<String, List<String>> control = engine().control(SCHEMA);
    assertThat(control.get("suppression")).hasSizeGreaterThan(2);
    control.forEach((table, rows) -> Canary.isNotIn(table, rows.toString()));
    assertThat(job.evidence().resolve("mirror")).isNotEmptyDirectory();
    Canary.isNotBelow(job.evidence());
  }

  void dropControlSchema() throws SQLException {
    engine()
        .execute(SCHEMA, engine().isH2() ? "DROP SCHEMA quietus CASCADE" : "DROP DATABASE quietus");
  }

  /** Anonymising notes the moment, and databases note when a row was changed. */
  private static Map<String, List<String>> withoutTouches(Map<String, List<String>> rows) {
    rows.replaceAll(
        (table, all) ->
            all.stream()
                .map(row -> row.replaceAll("(anonymised_at|changed_at)=[0-9][^|]*", "$1"))
                .toList());
    return rows;
  }
}
