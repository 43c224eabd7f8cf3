package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Recipient.State;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.EvidenceStores;
import tools.jackson.databind.JsonNode;

/** Recipients of a person's data are told of its erasure, once it is gone. */
abstract class RecipientsContract extends NotifyingShop {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

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

  /** By what a family shares a recipient would erase all of them. */
  @Test
  void noneIsToldWhatSomebodyElseHasToo() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ada.lovelace@example.org' WHERE email ="
                + " 'hanako@example.jp'");
    OpenedJob job =
        job(
            "both: { notify: \"${PEER}\", received: [email, phone] }",
            "mail: { notify: \"${OTHER}\", received: [email] }");
    String ada = job.request(ADA);
    assertThat(erase(job).exitCode()).isEqualTo(8);
    JsonNode listed = ok(job.command("request review", ada, "--json")).json();
    ok(
        job.command(
            "request review",
            ada,
            "--choose",
            "1",
            "--of",
            listed.get("list").asString(),
            "--as",
            "dpo"));

    ok(erase(job));

    assertThat(peer.told())
        .flatExtracting(told -> values(told.payload()))
        .containsExactly("+4930123456");
    assertThat(other.told()).isEmpty();
    assertThat(notices(job))
        .extracting(one -> one.get("recipient").asString(), RecipientsContract::state)
        .containsExactlyInAnyOrder(
            tuple("both", "acknowledged confirmed"), tuple("mail", "failed shared-identifier"));
    assertThat(places(job.certificatesOf(ada).get(1))).contains(Residuals.Place.RECIPIENT);
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
    assertThat(last.outcome())
        .isEqualTo(copies ? Outcome.COMPLETE_WITH_RESIDUALS : Outcome.COMPLETE);
    ok(erase(job.at("2026-03-09T12:00:00Z")));
    assertThat(peer.told()).hasSize(8);
    assertThat(job.certificatesOf(ada)).hasSize(2);
  }

  @Test
  void whatALawKeptIsCertifiedAfterWhatRecipientsConfirmed() throws Exception {
    engine().execute(SCHEMA, "INSERT INTO invoice VALUES (90, 1, NULL, '2016-03-05', 8.00)");
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(503));
    String ada = job.request(ADA);
    ok(erase(job));
    peer.replying(Peer.status(204));
    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(job.certificatesOf(ada)).hasSize(2);

    ok(erase(job.at("2026-03-07T12:00:00Z")));

    assertThat(row("invoice", "id=90 ")).isEmpty();
    List<Certificate> all = job.certificatesOf(ada);
    assertThat(all).hasSize(3);
    assertThat(all.get(2).identity().supersedes()).contains(all.get(1).id());
    assertThat(all.get(2).identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(all.get(2).targets())
        .anyMatch(target -> target.name().contains("invoice") && target.counts().deleted() == 1);
    assertThat(all.get(2).recipients()).containsExactly(new Recipient("push", State.ACKNOWLEDGED));
  }

  @Test
  void whoHadReceivedSomethingOfWhomNothingIsKnownAnyMoreIsNotExempt() throws Exception {
    engine().execute(SCHEMA, "INSERT INTO invoice VALUES (90, 1, NULL, '2016-03-05', 8.00)");
    OpenedJob job = job("calls: { notify: \"${OTHER}\", received: [phone] }");
    String ada = job.request(ADA);
    ok(erase(job));
    Files.writeString(
        job.file(),
        Files.readString(job.file()) + "  push: { notify: \"${PEER}\", received: [email] }\n");
    job.at("2026-03-07T12:00:00Z");
    ok(
        job.command(
            "approve", ok(job.command("plan", "--json")).json().get("fingerprint").asString()));

    ok(erase(job));

    assertThat(row("invoice", "id=90 ")).isEmpty();
    assertThat(peer.told()).isEmpty();
    Certificate last = job.certificatesOf(ada).get(1);
    assertThat(last.recipients()).contains(new Recipient("push", State.FAILED));
    assertThat(places(last)).contains(Residuals.Place.RECIPIENT);
  }

  @Test
  void aCertificateThatSaysItAlreadyIsNotFollowedUpAfterAKill() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(503));
    String ada = job.request(ADA);
    ok(erase(job));
    peer.replying(Peer.status(204));
    ok(erase(job.at("2026-03-02T12:00:00Z")));
    assertThat(job.certificatesOf(ada)).hasSize(2);
    // killed once the certificate was in the store, before that was noted
    engine().execute(SCHEMA, "UPDATE quietus.notice SET certified = NULL");

    ok(erase(job.at("2026-03-03T12:00:00Z")));

    assertThat(job.certificatesOf(ada)).hasSize(2);
    assertThat(engine().control(SCHEMA).get("notice"))
        .singleElement()
        .asString()
        .contains("certified=acknowledged");
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

  /** Whoever may write to the store can put a key there, too. */
  @Test
  void whatAStrangerPutInThePlaceOfACertificateIsNotFollowedUp() throws Exception {
    OpenedJob job = job("push: { notify: \"${PEER}\", received: [email] }");
    peer.replying(Peer.status(503));
    String ada = job.request(ADA);
    ok(erase(job));
    Path file = job.evidence().resolve("certificates/request-" + ada + "-1.json");
    String said =
        new String(
            DsseEnvelope.read(Files.readAllBytes(file)).payload().bytes(), StandardCharsets.UTF_8);
    SigningKeys stranger =
        SigningKeys.generate(directory.resolve("stranger"), SigningKeys.Use.CERTIFICATES);
    stranger.publish(EvidenceStores.at(job.evidence()));
    byte[] forged = said.replace("Example GmbH", "Another GmbH").getBytes(StandardCharsets.UTF_8);
    Files.write(file, DsseEnvelope.sign(forged, stranger).bytes());
    peer.replying(Peer.status(204));
    erase(job.at("2026-03-08T12:00:00Z"));

    assertThat(peer.told()).hasSize(2);
    assertThat(job.certificatesOf(ada)).hasSize(1);
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

  private static List<String> values(JsonNode payload) {
    List<String> values = new ArrayList<>();
    payload.get("identifiers").forEach(one -> values.add(one.get("value").asString()));
    return values;
  }

  private static List<Residuals.Place> places(Certificate certificate) {
    return certificate.residuals().copies().stream().map(Residuals.Copy::place).toList();
  }
}
