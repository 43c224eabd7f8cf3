package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Recipient.State;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recipients are told of erasures, as often as the protocol says, and of nothing else. */
abstract class RecipientsContract {
  private static final String SCHEMA = "shop_recipients";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ADA = "email: ada.lovelace@example.org";

  @TempDir Path directory;
  private final Peer peer = new Peer();
  private final Peer other = new Peer();

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    // what is kept would keep the person's keys, too
    engine().execute(SCHEMA, "DELETE FROM invoice WHERE customer_id = 1");
  }

  @AfterEach
  void hangUp() {
    peer.close();
    other.close();
  }

  @Test
  void tellsOnceTheDataIsGoneAndSaysSoOnTheCertificate() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}?v=1\", received: [email] }");
    List<String> seen = new ArrayList<>();
    peer.replying(
        exchange -> {
          seen.add(row("customer", "id=1 "));
          Peer.status(202).to(exchange);
        });
    String ada = job.request(ADA);
    ok(erase(job));

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).doesNotContain("Ada", "ada.lovelace");
    Peer.Told told = peer.told().get(0);
    assertThat(told.uri()).isEqualTo("/erasures?v=1");
    assertThat(told.payload().get("notice").asString()).isEqualTo(told.key());
    assertThat(told.payload().get("kind").asString()).isEqualTo("erasure");
    // the day by the clock of the database
    assertThat(told.payload().get("erased").asString()).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    assertThat(told.payload().get("recipient").asString()).isEqualTo("push");
    assertThat(values(told.payload())).containsExactly("ada.lovelace@example.org");
    assertThat(new String(told.body(), StandardCharsets.UTF_8)).doesNotContain(ada);
    assertThat(isSigned(told.body())).isTrue();
    Certificate certificate = only(job.certificatesOf(ada));
    assertThat(certificate.recipients()).containsExactly(new Recipient("push", State.ACKNOWLEDGED));
    assertThat(places(certificate)).doesNotContain(Residuals.Place.RECIPIENT);
    assertThat(sealed()).containsOnly("sealed=null");

    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(peer.told()).hasSize(1);
    assertThat(job.certificatesOf(ada)).hasSize(1);
  }

  @Test
  void eachRecipientGetsTheIdentifiersThatItHadAndNoOther() throws Exception {
    OpenedJob job =
        job(
            "mail: { notify: \"${PEER}\", received: [email] }",
            "calls: { notify: \"${OTHER}\", received: [phone] }");
    job.request("phone: +49 30 123456");
    job.request("email: hanako@example.jp");
    ok(erase(job));

    assertThat(peer.told())
        .flatExtracting(told -> values(told.payload()))
        .containsExactlyInAnyOrder("ada.lovelace@example.org", "hanako@example.jp");
    assertThat(other.told())
        .flatExtracting(told -> values(told.payload()))
        .containsExactly("+4930123456");
    assertThat(Stream.concat(peer.told().stream(), other.told().stream()).map(Peer.Told::key))
        .doesNotHaveDuplicates();
    assertThat(notices(job))
        .extracting(one -> one.get("recipient").asString(), RecipientsContract::state)
        .containsExactlyInAnyOrder(
            tuple("mail", "acknowledged confirmed"),
            tuple("mail", "acknowledged confirmed"),
            tuple("calls", "acknowledged confirmed"),
            tuple("calls", "exempt no-identifier"));
  }

  @Test
  void whoIsDownForAWeekIsToldOnceItIsUpUnderTheSameKey() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(503));
    String ada = job.request(ADA);
    ok(erase(job));
    Certificate first = only(job.certificatesOf(ada));
    assertThat(first.recipients()).containsExactly(new Recipient("push", State.PENDING));
    assertThat(first.outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(first.residuals().copies())
        .contains(
            new Residuals.Copy(
                Residuals.Place.RECIPIENT, "push", "not-told", java.util.Optional.empty(), true));
    assertThat(row("customer", "id=1 ")).doesNotContain("Ada");

    ok(erase(job.at("2026-03-01T12:05:00Z"))); // too early
    assertThat(peer.told()).hasSize(1);
    for (int day = 1; day < 7; day++) {
      ok(erase(job.at(NOW.plus(Duration.ofDays(day)).toString())));
      assertThat(peer.told()).hasSize(1 + day);
      assertThat(sealed()).doesNotContain("sealed=null");
    }
    assertThat(only(notices(job)).get("attempts").asInt()).isEqualTo(7);
    peer.replying(Peer.status(204));
    ok(erase(job.at("2026-03-08T12:00:00Z")));

    assertThat(peer.told()).hasSize(8).extracting(Peer.Told::key).containsOnly(keyOf(job));
    assertThat(sealed()).containsOnly("sealed=null");
    Certificate last = job.certificatesOf(ada).get(1);
    assertThat(last.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(last.identity().supersedes()).contains(first.id());
    assertThat(last.recipients()).containsExactly(new Recipient("push", State.ACKNOWLEDGED));
    assertThat(places(last)).doesNotContain(Residuals.Place.RECIPIENT);
    // what was masked is anonymous once no copy is left, as a server's binary log is
    boolean copies = !last.residuals().copies().isEmpty();
    assertThat(last.targets())
        .isEqualTo(
            copies
                ? first.targets()
                : first.targets().stream().map(TargetRecord::forGood).toList());
    ok(erase(job.at("2026-03-09T12:00:00Z")));
    assertThat(peer.told()).hasSize(8);
    assertThat(job.certificatesOf(ada)).hasSize(2);
  }

  @Test
  void whoNeverTakesItHasFailedAndIsRememberedNoLonger() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email], give-up: P3D }");
    peer.replying(Peer.status(404));
    String ada = job.request(ADA);
    for (int day = 0; day <= 4; day++) {
      ok(erase(job.at(NOW.plus(Duration.ofDays(day)).toString())));
    }
    assertThat(peer.told()).hasSize(4);
    assertThat(state(only(notices(job)))).isEqualTo("failed http-404");
    Certificate last = job.certificatesOf(ada).get(1);
    assertThat(last.recipients()).containsExactly(new Recipient("push", State.FAILED));
    assertThat(last.residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .allMatch(copy -> copy.protection().equals("given-up") && !copy.followUp())
        .hasSize(1);
    assertThat(sealed()).containsOnly("sealed=null");
    CommandRun retry = job.command("recipient retry", keyOf(job));
    assertThat(retry.exitCode()).isEqualTo(2);
    assertThat(retry.err()).contains("forgotten", "recipient acknowledge");

    ok(job.command("recipient acknowledge", keyOf(job), "--at", "2026-03-05T11:00:00Z"));
    ok(erase(job.at("2026-03-06T12:00:00Z")));
    assertThat(job.certificatesOf(ada).get(2).recipients())
        .containsExactly(new Recipient("push", State.ACKNOWLEDGED));
  }

  @Test
  void aFileIsLeftUntilItIsConfirmed() throws Exception {
    Path drop = Files.createDirectories(directory.resolve("drop"));
    OpenedJob job = job("push: { notify: \"" + drop.toUri() + "\", received: [email] }");
    String ada = job.request(ADA);
    ok(erase(job));
    String key = keyOf(job);
    Path file = drop.resolve(key + ".json");
    byte[] body = Files.readAllBytes(file);
    assertThat(isSigned(body)).isTrue();
    assertThat(only(job.certificatesOf(ada)).recipients())
        .containsExactly(new Recipient("push", State.TOLD));
    assertThat(sealed()).doesNotContain("sealed=null");

    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(Files.readAllBytes(file)).isEqualTo(body);
    Files.delete(file); // fetched, and not confirmed
    ok(erase(job.at("2026-03-02T12:01:00Z")));
    assertThat(file).doesNotExist();
    ok(erase(job.at("2026-03-03T12:00:00Z")));
    assertThat(file).exists();
    Files.createFile(drop.resolve(key + ".ack"));
    ok(erase(job.at("2026-03-03T12:01:00Z")));

    assertThat(state(only(notices(job)))).isEqualTo("acknowledged confirmed");
    assertThat(drop).isEmptyDirectory();
    assertThat(sealed()).containsOnly("sealed=null");
    assertThat(job.certificatesOf(ada).get(1).recipients())
        .containsExactly(new Recipient("push", State.ACKNOWLEDGED));
  }

  @Test
  void nothingIsGivenUpWhileNobodyCanSeeWhetherItWasConfirmed() throws Exception {
    Path drop = Files.createDirectories(directory.resolve("drop"));
    Path away = directory.resolve("away");
    OpenedJob job =
        job(
            "mail: { notify: \"${PEER}\", received: [email] }",
            "push: { notify: \"" + drop.toUri() + "\", received: [email], give-up: P3D }");
    peer.replying(Peer.status(503));
    for (String person : List.of("hanako@example.jp", "at@example.org", "no@example.org")) {
      job.request("email: " + person);
    }
    job.request(ADA);
    ok(erase(job));
    List<String> left = ids(job, "push", "told left");
    assertThat(left).hasSize(4); // more than the tries that one run spends on a recipient

    peer.replying( // the share goes after the run has seen it, and before it looks
        exchange -> {
          if (Files.exists(drop)) {
            Files.move(drop, away);
          }
          Peer.status(503).to(exchange);
        });
    ok(erase(job.at("2026-03-05T12:00:00Z")));
    assertThat(drop).doesNotExist();
    assertThat(ids(job, "push", "told no-directory")).isEqualTo(left.subList(0, 3));
    assertThat(ids(job, "push", "told left")).containsExactly(left.get(3));

    peer.replying(Peer.status(503));
    Files.move(away, drop);
    for (String confirmed : List.of(left.get(0), left.get(3))) {
      Files.createFile(drop.resolve(confirmed + ".ack"));
    }
    ok(erase(job.at("2026-03-05T12:01:00Z")));
    assertThat(ids(job, "push", "acknowledged confirmed"))
        .containsExactly(left.get(0), left.get(3));
    assertThat(ids(job, "push", "failed not-confirmed")).isEqualTo(left.subList(1, 3));
  }

  @Test
  void aRowIsLeftUntilItIsConfirmed() throws Exception {
    outbox();
    OpenedJob job =
        job(
            "push: { notify: \"table:crm.notices\", received: [email] }",
            "done: { notify: \"table:crm.notices\", received: [phone], confirm: none }");
    String ada = job.request(ADA);
    ok(erase(job));
    assertThat(engine().rows(SCHEMA).get("notices")).hasSize(2);
    assertThat(only(job.certificatesOf(ada)).recipients())
        .containsExactlyInAnyOrder(
            new Recipient("push", State.TOLD), new Recipient("done", State.TOLD));
    engine()
        .execute(
            SCHEMA,
            "UPDATE notices SET acknowledged_at = '2026-03-02 00:00:00' WHERE recipient = 'push'");
    ok(erase(job.at("2026-03-02T12:00:00Z")));

    assertThat(engine().rows(SCHEMA).get("notices"))
        .hasSize(1)
        .allMatch(row -> row.contains("recipient=done"));
    assertThat(notices(job))
        .extracting(RecipientsContract::state)
        .containsExactlyInAnyOrder("acknowledged confirmed", "told left");
    assertThat(sealed()).containsOnly("sealed=null");
  }

  /** The notices of recipients that are renamed, moved, exempted or taken out end and go. */
  @Test
  void whatWasLeftGoesAlsoWhereTheJobFileDoesNotSendItAnyMore() throws Exception {
    outbox();
    Path drop = Files.createDirectories(directory.resolve("dr op"));
    Path away = directory.resolve("away");
    String file = "\"" + drop.toUri() + "\"";
    OpenedJob job =
        job(
            "out: { notify: " + file + ", received: [email] }",
            "acked: { notify: " + file + ", received: [phone] }",
            "moved: { notify: " + file + ", received: [email] }",
            "spared: { notify: \"table:crm.notices\", received: [email] }",
            "gone: { notify: \"table:crm.notices\", received: [email] }",
            "given: { notify: \"table:crm.notices\", received: [email], confirm: none }");
    String before = Files.readString(job.file());
    answering(job, file);
    String ada = job.request(ADA);
    ok(erase(job));
    ok(erase(job.at("2026-03-01T12:01:00Z")));
    assertThat(Files.list(drop).toList()).hasSizeGreaterThan(3);
    assertThat(engine().rows(SCHEMA).get("notices")).hasSize(3);
    String acked = ids(job, "acked", "told left").get(0);

    Files.createFile(drop.resolve(acked + ".ack"));
    Files.writeString(
        job.file(),
        before.replaceAll(
            "(?s)\nrecipients:.*",
            "\nrecipients:\n  moved: { notify: \"table:crm.notices\", received: [email] }\n"
                + "  spared: { exempt: law, received: [email] }\n"));
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    ok(job.command("approve", plan));
    CommandRun waiting = ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(waiting.out() + waiting.err())
        .contains("1 notice to out, which", "until 2026-03-31", "recipient exempt")
        .contains("notices to (answers), which", "answer sent");
    assertThat(ids(job, "acked", "acknowledged confirmed")).containsExactly(acked);
    assertThat(ids(job, "spared", "exempt law")).hasSize(1);
    assertThat(ids(job, "out", "told not-in-job-file")).hasSize(1);
    assertThat(drop.resolve(acked + ".json")).doesNotExist();
    assertThat(job.command("recipient show", ids(job, "moved", "told left").get(0)).out())
        .contains("Left at    file:///", "Left at    table:notices");

    Files.move(drop, away);
    engine()
        .execute(
            SCHEMA,
            "UPDATE notices SET acknowledged_at = '2026-03-03 00:00:00'"
                + " WHERE recipient = 'moved'");
    CommandRun over = ok(erase(job.at("2026-04-02T12:00:00Z")));
    assertThat(over.out() + over.err())
        .contains("have served, hold identifiers and could not be removed", "dr%20op");
    assertThat(notices(job)).allMatch(notice -> notice.hasNonNull("settled"));
    assertThat(ids(job, "out", "failed not-in-job-file")).hasSize(1);
    assertThat(ids(job, "moved", "acknowledged confirmed")).hasSize(1);
    assertThat(engine().rows(SCHEMA).get("notices"))
        .hasSize(1)
        .allMatch(row -> row.contains("recipient=given"));
    List<Certificate> certificates = job.certificatesOf(ada);
    assertThat(certificates.get(certificates.size() - 1).residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .extracting(Residuals.Copy::of, Residuals.Copy::protection)
        .containsExactlyInAnyOrder(
            tuple("out", "given-up"),
            tuple("out", "not-removed"),
            tuple("gone", "given-up"),
            tuple("moved", "not-removed"));

    Files.move(away, drop);
    ok(erase(job.at("2026-04-03T12:00:00Z")));
    assertThat(drop).isEmptyDirectory();
    List<Certificate> last = job.certificatesOf(ada);
    assertThat(last).hasSize(certificates.size() + 1);
    assertThat(last.get(last.size() - 1).residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .extracting(Residuals.Copy::protection)
        .containsOnly("given-up");
    ok(erase(job.at("2026-04-04T12:00:00Z")));
    assertThat(job.certificatesOf(ada)).hasSize(last.size());
  }

  @Test
  void whoIsExemptIsOnTheCertificateAndNotTold() throws Exception {
    OpenedJob job =
        job(
            "authority: { exempt: law, received: [email] }",
            "push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(500));
    String ada = job.request(ADA);
    ok(erase(job));
    assertThat(only(job.certificatesOf(ada)).recipients())
        .containsExactlyInAnyOrder(
            new Recipient("authority", State.EXEMPT), new Recipient("push", State.PENDING));
    String key =
        notices(job).stream()
            .filter(one -> one.get("recipient").asString().equals("push"))
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    assertThat(job.command("recipient exempt", key, "--reason", "because").exitCode()).isEqualTo(2);
    ok(job.command("recipient exempt", key, "--reason", "disproportionate"));
    assertThat(job.command("recipient exempt", key, "--reason", "law").exitCode()).isEqualTo(2);
    assertThat(job.command("recipient show", key).out()).contains("exempt (disproportionate)");
    assertThat(job.command("recipient list", "--open", "--json").json()).isEmpty();
    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(peer.told()).hasSize(1);
    assertThat(job.certificatesOf(ada).get(1).recipients())
        .allMatch(one -> one.state() == State.EXEMPT);
  }

  @Test
  void retryHasTheNextRunTellAtOnce() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(500));
    job.request(ADA);
    ok(erase(job));
    peer.replying(Peer.status(200));
    ok(job.command("recipient retry", keyOf(job)));
    ok(erase(job.at("2026-03-01T12:00:01Z")));
    assertThat(peer.told()).hasSize(2);
    assertThat(job.command("recipient retry", keyOf(job)).err()).contains("nothing to retry");
    assertThat(job.command("recipient retry", "none").err()).contains("there is no notice none");
  }

  @Test
  void nobodyIsToldOfWhomNothingWasErased() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    job.request("email: twin@example.org");
    job.request("email: nobody@example.org");
    String bo = job.request("email: bo@example.org");
    ok(job.command("request restrict", bo, "--review", "2026-06-01"));
    assertThat(erase(job).exitCode()).isEqualTo(8);
    assertThat(peer.told()).isEmpty();
    assertThat(notices(job)).isEmpty();
  }

  @Test
  void nobodyIsToldWhileARowCannotBeChanged() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON review (body, customer_id)");
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    job.request(ADA);
    assertThat(erase(job).exitCode()).isEqualTo(8);
    assertThat(peer.told()).isEmpty();

    engine().execute(SCHEMA, "DELETE FROM review WHERE body = 'removed'");
    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(peer.told()).hasSize(1);
  }

  /** As the requester does who was sent the certificate and the receipt. */
  private CommandRun claimed(String request, String receipt) {
    Path certificate =
        directory.resolve("evidence/certificates").resolve("request-" + request + "-1.json");
    return CommandRun.onDatabases(Map.of())
        .typing(ADA)
        .run(
            "certificate",
            "claim",
            certificate.toString(),
            "--receipt",
            receipt,
            "--identifiers-from",
            "-");
  }

  @Test
  void answersArePassedOnAndRequestersForgottenThen() throws Exception {
    OpenedJob job = job("push: { notify: \"${OTHER}\", received: [phone] }");
    answering(job);
    peer.replying(Peer.status(503));
    String ada = job.request(ADA);
    ok(erase(job));
    assertThat(sealed()).doesNotContain("sealed=null");
    assertThat(job.command("answer list", "--json").json())
        .hasSize(2)
        .allMatch(answer -> !answer.hasNonNull("sentAt"));
    ok(job.command("answer sent", ada + "-1"));
    peer.replying(Peer.status(200));
    ok(erase(job.at("2026-03-02T12:00:00Z")));

    assertThat(job.command("answer list", "--json").json())
        .allMatch(answer -> answer.hasNonNull("sentAt"));
    JsonNode last = peer.told().get(peer.told().size() - 1).payload();
    assertThat(last.get("kind").asString()).isEqualTo("answer");
    assertThat(last.get("answer").asString()).startsWith("completed");
    assertThat(last.get("texts").get("zh").asString()).contains("Example GmbH");
    assertThat(values(last)).containsExactly("ada.lovelace@example.org");
    assertThat(claimed(ada, last.get("receipt").asString()).exitCode()).isZero();
    assertThat(peer.told()).hasSize(3);
    assertThat(sealed()).containsOnly("sealed=null");
    assertThat(state(notices(job).get(0))).startsWith("acknowledged");
    assertThat(notices(job))
        .extracting(RecipientsContract::state)
        .contains("acknowledged sent-by-hand");
  }

  @Test
  void tellsAllThatIsWrongBeforeTheFirstChange() throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.pem"), "nothing");
    OpenedJob job =
        job(
            "a: { notify: \"${PEER}\", received: [email], key: /nowhere/a.pem }",
            "b: { notify: \"${PEER}\", received: [email], key: \"" + bad + "\" }",
            "c: { notify: \"${PEER}\", received: [email], trust: \"" + bad + "\" }",
            "d: { notify: \"file:///nowhere/at/all/\", received: [email] }",
            "e: { notify: \"table:crm.notices\", received: [email] }");
    job.request(ADA);
    CommandRun validated = job.command("validate");
    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out())
        .contains("no such file", "BAD-TRUST", "NO-DROP-DIRECTORY", "NO-OUTBOX", "5 problems")
        .containsPattern("(?s)BAD-RECIPIENT-KEY.*BAD-RECIPIENT-KEY");
    assertThat(erase(job).exitCode()).isEqualTo(2);
    assertThat(row("customer", "id=1 ")).contains("Ada");
  }

  @Test
  void noIdentifierStaysBehindAnywhere() throws Exception {
    Path drop = Files.createDirectories(directory.resolve("drop"));
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'c4n4ry@leak.example', phone = '+4930999999' WHERE id ="
                + " 1");
    OpenedJob job =
        job(
            "push: { notify: \"${PEER}\", received: [phone] }",
            "file: { notify: \"" + drop.toUri() + "\", received: [phone] }",
            "down: { notify: \"http://localhost:1/\", received: [email] }");
    try (Captured captured = new Captured()) {
      job.request("email: " + Canary.WORD + "@leak.example");
      ok(job.command("run", "--only", "erasure", "-v"));
      ok(job.command("recipient list"));
      Canary.isNotIn("the log", captured.text());
    }
    Canary.isNotBelow(directory);
    peer.told()
        .forEach(
            told -> {
              Canary.isNotIn(
                  "a notice to somebody else", new String(told.body(), StandardCharsets.UTF_8));
              Canary.isNotIn("its head", told.uri() + told.headers());
            });
    Canary.isNotIn("the control schema", engine().control(SCHEMA).toString());
    assertThat(notices(job)).hasSize(3);
  }

  private OpenedJob job(String... recipients) throws Exception {
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            + "\nrecipients:\n  "
            + String.join("\n  ", recipients)
            + "\n";
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml)
            .with("PEER", peer.url())
            .with("OTHER", other.url());
    ok(job.generateKeys());
    return job;
  }

  private static void answering(OpenedJob job) throws Exception {
    answering(job, "\"${PEER}\"");
  }

  private static void answering(OpenedJob job, String where) throws Exception {
    Files.writeString(
        job.file(),
        Files.readString(job.file()) + "answers: { notify: " + where + ", received: [email] }\n");
  }

  private void outbox() throws Exception {
    String ddl =
        Files.readString(Path.of("sql/samples/outbox.sql"))
            .replaceAll("--.*", "")
            .replace("TIMESTAMP(6)", engine().columns().moment());
    engine()
        .execute(
            SCHEMA, (engine().isH2() ? ddl : ddl.replace("CLOB", "LONGTEXT")).replace(";", ""));
  }

  private static CommandRun erase(OpenedJob job) {
    return job.command("run", "--only", "erasure");
  }

  private static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static List<JsonNode> notices(OpenedJob job) {
    List<JsonNode> notices = new ArrayList<>();
    ok(job.command("recipient list", "--json")).json().forEach(notices::add);
    return notices;
  }

  private static String state(JsonNode notice) {
    return notice.get("state").asString().toLowerCase(java.util.Locale.ROOT)
        + " "
        + notice.get("reason").asString();
  }

  private static List<String> ids(OpenedJob job, String recipient, String state) {
    return notices(job).stream()
        .filter(one -> one.get("recipient").asString().equals(recipient))
        .filter(one -> state(one).equals(state))
        .map(one -> one.get("id").asString())
        .toList();
  }

  private static String keyOf(OpenedJob job) {
    return only(notices(job)).get("id").asString();
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  private static List<String> values(JsonNode payload) {
    List<String> values = new ArrayList<>();
    payload.get("identifiers").forEach(one -> values.add(one.get("value").asString()));
    return values;
  }

  private static List<Residuals.Place> places(Certificate certificate) {
    return certificate.residuals().copies().stream().map(Residuals.Copy::place).toList();
  }

  private String row(String table, String start) {
    try {
      return engine().rows(SCHEMA).get(table).stream()
          .filter(row -> row.startsWith(start))
          .findFirst()
          .orElse("");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> sealed() throws SQLException {
    return engine().control(SCHEMA).get("request").stream()
        .map(row -> row.replaceAll("(?s).*(sealed=\\S*).*", "$1"))
        .toList();
  }

  /** Checked with nothing of the product. */
  private boolean isSigned(byte[] envelope) throws Exception {
    JsonNode json = JSON.readTree(envelope);
    String type = json.get("payloadType").asString();
    byte[] payload = Base64.getDecoder().decode(json.get("payload").asString());
    byte[] sig = Base64.getDecoder().decode(json.get("signatures").get(0).get("sig").asString());
    String pem =
        Files.readString(directory.resolve("keys/signing.pub.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(
        ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
            .getBytes(StandardCharsets.US_ASCII));
    signature.update(payload);
    return signature.verify(sig);
  }
}
