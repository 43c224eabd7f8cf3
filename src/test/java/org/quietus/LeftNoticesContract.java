package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Recipient.State;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** What is left for a recipient to fetch stays until it is confirmed, and goes then. */
abstract class LeftNoticesContract extends NotifyingShop {
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

  private void outbox() throws Exception {
    String ddl =
        Files.readString(Path.of("sql/samples/outbox.sql"))
            .replaceAll("--.*", "")
            .replace("TIMESTAMP(6)", engine().columns().moment());
    engine()
        .execute(
            SCHEMA, (engine().isH2() ? ddl : ddl.replace("CLOB", "LONGTEXT")).replace(";", ""));
  }

  private static List<String> ids(OpenedJob job, String recipient, String state) {
    return notices(job).stream()
        .filter(one -> one.get("recipient").asString().equals(recipient))
        .filter(one -> state(one).equals(state))
        .map(one -> one.get("id").asString())
        .toList();
  }
}
