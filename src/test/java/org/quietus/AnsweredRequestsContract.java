package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** Requests that people answer: clocks of their own, and nothing is erased for them. */
abstract class AnsweredRequestsContract {
  static final String SCHEMA = "answered";
  private static final int REFUSED = 2;
  private static final String ANN = "email: ann@example.org";
  private static final String JOB =
      """
      quietus: 1
      job: club
      controller: Example Ltd
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email }
      erasure:
        records: { crm.member: { then: delete } }
      requests:
        inbox: crm.erasure_inbox
        answers: required
        access: { answer: P1M, extend: P2M }
        contact: { answer: { within: P15D, from: identity } }
      """;

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE member (id INT PRIMARY KEY, email VARCHAR(60))",
            "INSERT INTO member VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
            Files.readString(Path.of("sql/samples/inbox.sql"))
                .split("CREATE TABLE")[1]
                .split("\\);")[0]
                .transform(columns -> "CREATE TABLE" + columns + ")")
                .replace("TIMESTAMP(6)", engine().columns().moment()));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    job.generateKeys();
  }

  String asked(String kind, String... options) {
    List<String> all = new ArrayList<>(List.of("--identifiers-from", "-", "--json"));
    all.addAll(List.of("--kind", kind));
    all.addAll(List.of(options));
    CommandRun added = job.typing(ANN + "\n", "request add", all.toArray(String[]::new));
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  JsonNode shown(String request) {
    return job.command("request show", request, "--json").json();
  }

  private void possible(String words, String... arguments) {
    CommandRun run = job.command(words, arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private String refused(String words, String... arguments) {
    CommandRun run = job.command(words, arguments);
    assertThat(run.exitCode()).as(words + ": " + run.out() + run.err()).isEqualTo(REFUSED);
    return run.err();
  }

  @Test
  void whatTheJobFileSetsNoTimeForIsNotTakenIn() {
    CommandRun run =
        job.typing(ANN + "\n", "request add", "--identifiers-from", "-", "--kind", "complaint");
    assertThat(run.exitCode()).isEqualTo(REFUSED);
    assertThat(run.err()).contains("'complaint'", "requests: { complaint: { answer: P1M } }");
    CommandRun ground =
        job.typing(
            ANN + "\n",
            "request add",
            "--identifiers-from",
            "-",
            "--kind",
            "access",
            "--ground",
            "unlawful");
    assertThat(ground.exitCode()).isEqualTo(REFUSED);
    assertThat(ground.err()).contains("erases nothing");
  }

  @Test
  void dataIsHandedToNobodyWhoHasNotShownWhoTheyAreAndAnyoneElseIsAnswered() {
    String access = asked("access", "--unverified");
    String contact = asked("contact", "--unverified");

    assertThat(refused("request answer", access)).contains("request verify");
    assertThat(shown(access).get("state").asString()).isNotEqualTo("answered");
    possible("request answer", contact);
    possible("request verify", access);
    possible("request answer", access);
    assertThat(shown(access).get("state").asString()).isEqualTo("answered");
    assertThat(shown(contact).get("state").asString()).isEqualTo("answered");
  }

  @Test
  void nothingThatLeadsToAnErasureIsPossibleForOneAndNoRunTouchesItsPerson() throws Exception {
    String request = asked("access");
    String erasure = job.request("email: bob@example.org");
    for (String[] each :
        new String[][] {
          {"request approve", request},
          {"request object", request, "--upheld"},
          {"request object", request, "--rejected"},
          {"request restrict", request, "--review", "2027-01-31"},
          {"request review", request, "--nobody", "--of", "00000000"},
          {"request expire", request}
        }) {
      refused(each[0], List.of(each).subList(1, each.length).toArray(String[]::new));
    }
    assertThat(refused("request answer", erasure)).contains("request refuse");
    assertThat(job.command("hold list", "--json").json()).isEmpty();

    assertThat(job.run().exitCode()).isZero();

    assertThat(engine().rows(SCHEMA).get("member")).hasSize(1).first().asString().contains("ann");
    assertThat(shown(request).get("state").asString()).isEqualTo("received");
    possible("request answer", request);
    assertThat(shown(request).get("state").asString()).isEqualTo("answered");
    assertThat(refused("request answer", request)).contains("closed");
    assertThat(job.certificatesOf(request)).isEmpty();
  }

  @Test
  void whoAsksForAccessTwiceIsAnsweredOnceAndTwoQuestionsAreTwo() {
    assertThat(asked("access")).isEqualTo(asked("access"));
    assertThat(asked("contact")).isNotEqualTo(asked("contact"));
    assertThat(job.request(ANN)).isNotEqualTo(asked("access"));
    assertThat(job.command("request list", "--json").json()).hasSize(4);
  }

  @Test
  void itIsExtendedRefusedAndWithdrawnAsAnyOtherWithoutACertificate() throws Exception {
    String access = asked("access");
    assertThat(shown(access).at("/answer/day").asString()).isEqualTo("2026-04-01");
    possible("request extend", access, "--reason", "complexity");
    assertThat(shown(access).at("/answer/day").asString()).isEqualTo("2026-06-01");
    possible("request refuse", access, "--reason", "repetitive");
    String contact = asked("contact");
    assertThat(refused("request extend", contact, "--reason", "complexity"))
        .contains("not extended");
    possible("request cancel", contact);
    for (JsonNode one : job.command("request list", "--json").json()) {
      assertThat(one.get("erase").isNull() || one.get("erase").isEmpty()).isTrue();
    }
    for (JsonNode answer : job.command("answer list", "--json").json()) {
      possible(
          "answer sent", answer.get("request").asString() + "-" + answer.get("number").asInt());
    }
    assertThat(sealed()).as("who asked is forgotten").isZero();
    String open = asked("access");
    assertThat(sealed()).isEqualTo(1);
    possible("request answer", open);
    assertThat(sealed()).as("what was still to be told is told with the answer").isZero();
    assertThat(job.certificates()).isEmpty();
    assertThat(job.command("answer list").out()).contains("noted", "extended", "refused");
  }

  long sealed() throws Exception {
    return engine().control(SCHEMA).get("request").stream()
        .filter(row -> !row.contains("sealed=null"))
        .count();
  }

  @Test
  void filesAndTheInboxSayWhatIsAskedFor() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("requests.csv"),
            "kind,email\naccess,ann@example.org\nerasure,bob@example.org\nhearing,a@b.example\n");
    String wrong = refused("request add", "--file", file.toString());
    assertThat(wrong).contains("UNKNOWN-KIND", ":4", "access, contact, complaint");
    Files.writeString(file, "kind,email\naccess,ann@example.org\nerasure,bob@example.org\n");
    possible("request add", "--file", file.toString());
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (kind, identifier_type, identifier_value, verified, state)"
                + " VALUES ('contact', 'email', 'someone@else.example', TRUE, 'new'),"
                + " ('complaint', 'email', 'ann@example.org', TRUE, 'new')");
    assertThat(job.run().exitCode()).isZero();
    List<String> kinds = new ArrayList<>();
    for (JsonNode one : job.command("request list", "--json").json()) {
      kinds.add(one.get("kind").asString() + " " + one.get("state").asString());
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder("access received", "erasure completed", "contact received");
    assertThat(engine().rows(SCHEMA).get("erasure_inbox").toString()).contains("kind-not-provided");
  }
}
