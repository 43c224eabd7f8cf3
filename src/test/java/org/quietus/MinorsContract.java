package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.Scope;

/** Children that nobody agreed for are erased by the next run, and nobody else is. */
abstract class MinorsContract {
  static final String SCHEMA = "minors";
  private static final int PARTIAL = 8;
  private static final int REFUSED = 2;
  private static final int WAITS = 7;

  static final String JOB =
      """
      quietus: 1
      job: club
      controller: Example Ltd
      zone: Asia/Shanghai
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, full_name: name }
          minor: { born: born, age: 14, consent: agreed_at }
      anonymise:
        crm.member: { with: { full_name: redact, email: set-null, born: set-null } }
      erasure:
        clock: { cooling-off: P7D }
        records:
          crm.member: { then: anonymise }
          crm.post: { then: delete }
      """;

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    String moment = engine().isH2() ? "TIMESTAMP" : "DATETIME";
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE member (id INT PRIMARY KEY, full_name VARCHAR(60), email VARCHAR(60),"
                + " born DATE, agreed_at "
                + moment
                + ")",
            "CREATE TABLE post (id INT PRIMARY KEY, member_id INT NOT NULL, words VARCHAR(60),"
                + " FOREIGN KEY (member_id) REFERENCES member (id))");
    job = job(JOB);
    job.generateKeys();
  }

  OpenedJob job(String yaml) throws Exception {
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }

  void member(int id, String born, String agreed) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO member VALUES (%d, 'No. %d', 'm%d@example.org', %s, %s)"
                .formatted(id, id, id, born, agreed),
            "INSERT INTO post VALUES (%d, %d, 'hello')".formatted(id, id));
  }

  List<Integer> left() throws Exception {
    List<Integer> left = new ArrayList<>();
    for (String row : engine().rows(SCHEMA).get("member")) {
      if (row.contains("No. ")) {
        left.add(Integer.valueOf(row.replaceAll("^id=(\\d+) .*", "$1")));
      }
    }
    return left;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T15:59:59Z, 2012-03-01, false",
    "2026-02-28T15:59:59Z, 2012-03-01, true",
    "2026-02-28T16:00:00Z, 2012-03-01, false",
    "2026-02-28T12:00:00Z, 2012-02-29, true",
    "2026-03-01T12:00:00Z, 2012-02-29, false",
    "2028-02-28T12:00:00Z, 2014-03-01, true",
    "2024-02-28T12:00:00Z, 2010-02-28, false",
    "2024-02-29T12:00:00Z, 2010-03-01, true",
    "2026-03-01T12:00:00Z, 2030-01-01, false",
  })
  void ciie_4_6_aChildIsOneUntilTheBirthdayInTheJobsZone(String now, String born, boolean child)
      throws Exception {
    member(1, "'" + born + "'", "NULL");

    CommandRun run = job.at(now).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(left()).isEqualTo(child ? List.of() : List.of(1));
    assertThat(engine().rows(SCHEMA).get("post")).hasSize(child ? 0 : 1);
  }

  /** An application sets marks, too, and fills rows again that bear one. */
  @Test
  void believesNoMarkOnTheRowOfAChildOrOfWhoeverIsLeftWhenAServiceIsClosed() throws Exception {
    String yaml =
        JOB.replace("{ with:", "{ mark: gone_on, with:")
            + "wind-down: { notice: 2026-01-01, after: P30D }\n";
    member(1, "'2015-05-05'", "NULL");
    member(2, "'1990-05-05'", "NULL");
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE member ADD gone_on DATE",
            "UPDATE member SET gone_on = '2026-01-01'");
    job = job(yaml);

    assertThat(job.run().exitCode()).isZero();
    assertThat(left()).containsExactly(2);

    String plan = job.command("plan", "--wind-down", "--json").json().get("fingerprint").asString();
    assertThat(job.command("approve", plan, "--wind-down").exitCode()).isZero();
    CommandRun closed = job.command("run", "--wind-down", "--json");
    assertThat(closed.exitCode()).as(closed.out() + closed.err()).isZero();
    assertThat(left()).isEmpty();
    long before = job.command("request list", "--json").json().size();
    assertThat(job.command("run", "--wind-down", "--json").exitCode()).isZero();
    assertThat(job.command("request list", "--json").json().size()).isEqualTo(before);
  }

  @Test
  void aServiceIsNotClosedBeforeTheTimeAfterItsNoticeIsOver() throws Exception {
    member(1, "'1990-05-05'", "NULL");
    CommandRun unannounced = job.command("run", "--wind-down");
    assertThat(unannounced.exitCode()).isEqualTo(REFUSED);
    assertThat(unannounced.err()).contains("does not say that the service is closed");
    job = job(JOB + "wind-down: { notice: 2026-02-01, after: P30D }\n");
    job.at("2026-03-02T15:59:59Z"); // a second before midnight in Shanghai
    String plan = job.command("plan", "--wind-down", "--json").json().get("fingerprint").asString();
    assertThat(job.command("approve", plan, "--wind-down").exitCode()).isZero();

    CommandRun early = job.command("run", "--wind-down");

    assertThat(early.exitCode()).as(early.out() + early.err()).isEqualTo(REFUSED);
    assertThat(early.err()).contains("data goes from 2026-03-03 on; nothing was touched");
    assertThat(left()).containsExactly(1);
    assertThat(job.command("request list", "--json").json()).isEmpty();
    CommandRun closed = job.at("2026-03-02T16:00:00Z").command("run", "--wind-down");
    assertThat(closed.exitCode()).as(closed.out() + closed.err()).isZero();
    assertThat(left()).isEmpty();
  }

  @Test
  void jingdigital_5_7_onlyChildrenWithoutConsentGoAtOnceAndWithoutCoolingOff() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    member(2, "'2015-05-05'", "'2025-01-01 00:00:00'");
    member(3, "'1990-05-05'", "NULL");
    member(4, "NULL", "NULL");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).contains("children without consent: 1 new request");
    assertThat(left()).containsExactly(2, 3, 4);
    Certificate certificate =
        job.certificates().stream()
            .filter(one -> one.authority().ground().filter("minor"::equals).isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(certificate.outcome())
        .isIn(Outcome.COMPLETE, Outcome.COMPLETE_WITH_RESIDUALS); // a server's binary log
    CommandRun again = job.at("2026-03-02T12:00:00Z").run();
    assertThat(again.err()).doesNotContain("children");
    assertThat(job.command("request list", "--json").json()).hasSize(1);
  }

  @Test
  void whoSharesAChildsAddressAndNameIsSomebodyElse() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    member(2, "'1985-05-05'", "NULL");
    member(3, "'2016-05-05'", "NULL");
    engine().execute(SCHEMA, "UPDATE member SET email = 'family@example.org', full_name = 'No. X'");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(left()).containsExactly(2);
  }

  @Test
  void deviceCloudIn_2_6_aChildUnderAHoldStaysAndGoesWithTheNextRunAfterIt() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    Path who = Files.writeString(directory.resolve("who"), "email: m1@example.org\n");
    CommandRun held =
        job.command(
            "hold add",
            "--subject",
            "member",
            "--identifiers-from",
            who.toString(),
            "--reference",
            "CASE-1",
            "--basis",
            "investigation",
            "--review",
            "2026-12-01");
    assertThat(held.exitCode()).as(held.err()).isZero();

    job.run();
    job.at("2026-03-02T12:00:00Z").run();

    assertThat(left()).containsExactly(1);
    assertThat(job.command("request list", "--json").json()).hasSize(1);
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    CommandRun released =
        job.at("2026-03-03T12:00:00Z").command("hold release", hold, "--reason", "case-closed");
    assertThat(released.exitCode()).as(released.err()).isZero();
    assertThat(job.at("2026-03-04T12:00:00Z").run().exitCode()).isZero();
    assertThat(left()).isEmpty();
  }

  @Test
  void nothingThatIdentifiesAChildIsSaid() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    engine().execute(SCHEMA, "UPDATE member SET email = NULL, full_name = NULL");

    CommandRun run = job.run();

    assertThat(run.err()).contains("nothing in their row identifies them");
    assertThat(run.exitCode()).as("a child is left").isEqualTo(PARTIAL);
    assertThat(run.json().get("outcome").asString()).isEqualTo("PARTIAL");
    assertThat(run.json().get("messages").toString()).contains("children without consent");
  }

  @Test
  void aRunThatIsTakenUpAgainNamesTheChildrenWhomNothingIdentifiesToo() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    member(2, "'2015-05-05'", "NULL");
    engine().execute(SCHEMA, "UPDATE member SET email = NULL, full_name = NULL WHERE id = 1");
    RunOptions options = new RunOptions(EnumSet.of(Scope.ERASURE), Optional.empty(), 1);
    OnStart killed =
        new OnStart(
            resumed -> {
              throw new IllegalStateException("killed");
            });
    try (JobSession session = job.session()) {
      assertThatThrownBy(() -> session.run(options, killed)).hasMessage("killed");
    }

    CommandRun run = job.run();

    assertThat(left()).isEmpty();
    assertThat(run.exitCode()).as("a child is left").isEqualTo(PARTIAL);
    assertThat(run.json().get("outcome").asString()).isEqualTo("PARTIAL");
    assertThat(run.json().get("messages").toString()).contains("children without consent");
  }

  @Test
  void aChildWhoseTenantNoCertificateCanNameIsLeftAndNamed() throws Exception {
    for (int id = 1; id <= 3; id++) {
      member(id, "'2015-05-05'", "NULL");
    }
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE member ADD club VARCHAR(200) DEFAULT 'acme'",
            "UPDATE member SET club = 'max@example.org' WHERE id = 2",
            "UPDATE member SET club = '" + "club".repeat(20) + "' WHERE id = 3");
    job = job(JOB + "tenant:\n  crm.member: { column: club }\n");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(left()).containsExactly(2, 3);
    assertThat(run.json().get("messages").toString()).contains("tells its tenant", ": 2;");
  }

  /** Takes a request in for the child of that number, and spares the child; returns its id. */
  String heldChild(int id) throws Exception {
    childUnderHold(id);
    job.run();
    return job.command("request list", "--json").json().get(0).get("id").asString();
  }

  void childUnderHold(int id) throws Exception {
    member(id, "'2015-05-05'", "NULL");
    hold(id);
  }

  private void hold(int id) throws Exception {
    Path who = Files.writeString(directory.resolve("who"), "email: m" + id + "@example.org\n");
    job.command(
        "hold add",
        "--subject",
        "member",
        "--identifiers-from",
        who.toString(),
        "--reference",
        "CASE-1",
        "--basis",
        "investigation",
        "--review",
        "2026-12-01");
  }

  @Test
  void aChildWhoseErasureWasRefusedIsNotFoundAgain() throws Exception {
    String request = heldChild(1);
    CommandRun refused = job.command("request refuse", request, "--reason", "criminal-proceedings");
    assertThat(refused.exitCode()).as(refused.err()).isZero();

    job.at("2026-03-02T12:00:00Z").run();

    assertThat(left()).containsExactly(1);
    assertThat(job.command("request list", "--json").json()).hasSize(1);
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("m1@example.org");
  }

  @Test
  void aChildWhoseErasureWasRefusedIsKnownByItsOldKeyAndNobodyElseIs() throws Exception {
    refusedChild();
    rekeyed("id INT NOT NULL UNIQUE, ", "1, ", "2, ");

    CommandRun run = approved().run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("member").toString())
        .contains("m1@example.org")
        .doesNotContain("m2@example.org");
  }

  @Test
  void noChildIsTakenWhileARefusalCannotBeReadAnyMore() throws Exception {
    refusedChild();
    rekeyed("", "", "");

    CommandRun run = approved().run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString())
        .contains("decided already", "crm.member", "(id)");
    assertThat(engine().rows(SCHEMA).get("member").toString())
        .contains("m1@example.org", "m2@example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"VARCHAR(36)", "DECIMAL(20)"})
  void noChildIsTakenWhileARefusalIsKnownByAKeyOfAnotherKind(String type) throws Exception {
    refusedChild();
    retyped(type);

    CommandRun run = approved().run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString())
        .contains("decided already", "crm.member", "(id)");
    assertThat(engine().rows(SCHEMA).get("member").toString())
        .contains("m1@example.org", "m2@example.org");
  }

  @Test
  void aChildWhoseErasureWasRefusedIsKnownByItsOldKeyOfBytes() throws Exception {
    String one = "X'00112233445566778899AABBCCDDEEFF'";
    String two = "X'FF112233445566778899AABBCCDDEE00'";
    String child = "'No. %d', 'm%1$d@example.org', '2015-05-05', NULL)";
    String columns = "full_name VARCHAR(60), email VARCHAR(60), born DATE, agreed_at DATE)";
    engine()
        .execute(
            SCHEMA,
            "DROP TABLE post",
            "DROP TABLE member",
            "CREATE TABLE member (id BINARY(16) NOT NULL PRIMARY KEY, " + columns,
            "CREATE TABLE post (id INT PRIMARY KEY, member_id BINARY(16) NOT NULL, words VARCHAR(60),"
                + " FOREIGN KEY (member_id) REFERENCES member (id))",
            "INSERT INTO member VALUES (" + one + ", " + child.formatted(1));
    refused();
    engine()
        .execute(
            SCHEMA,
            "DROP TABLE post",
            "DROP TABLE member",
            "CREATE TABLE member (no INT NOT NULL PRIMARY KEY, id BINARY(16) NOT NULL UNIQUE, "
                + columns,
            "CREATE TABLE post (id INT PRIMARY KEY, member_no INT NOT NULL, words VARCHAR(60),"
                + " FOREIGN KEY (member_no) REFERENCES member (no))",
            "INSERT INTO member VALUES (101, " + one + ", " + child.formatted(1),
            "INSERT INTO member VALUES (1, " + two + ", " + child.formatted(2));

    CommandRun run = approved().run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("member").toString())
        .contains("m1@example.org")
        .doesNotContain("m2@example.org");
  }

  @Test
  void noChildIsTakenWhileARefusalIsOfAKindOfPersonThatTheJobCallsOtherwise() throws Exception {
    refusedChild();
    job = job(JOB.replace("  member:\n", "  pupil:\n")).at("2026-03-02T12:00:00Z");

    CommandRun run = approved().run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString())
        .contains("decided already", "crm.member", "(member)");
    assertThat(engine().rows(SCHEMA).get("member").toString()).contains("m1@example.org");
  }

  @Test
  void noChildIsTakenUnapprovedWhileARefusalIsOfAJobThatWasCalledOtherwise() throws Exception {
    refusedChild();
    job = job(JOB.replace("job: club", "job: society")).at("2026-03-02T12:00:00Z");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(WAITS);
    assertThat(run.err()).contains("job 'club'", "refusals", "give it that name back");
    assertThat(job.command("validate").out()).contains("job.yaml:2:", "job 'club'", "refusals");
    assertThat(engine().rows(SCHEMA).get("member").toString()).contains("m1@example.org");
  }

  private void refusedChild() throws Exception {
    member(1, "'2015-05-05'", "NULL");
    refused();
  }

  private void refused() throws Exception {
    hold(1);
    job.run();
    String request = job.command("request list", "--json").json().get(0).get("id").asString();
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    CommandRun refused = job.command("request refuse", request, "--reason", "criminal-proceedings");
    assertThat(refused.exitCode()).as(refused.err()).isZero();
    job.command("hold release", hold, "--reason", "closed");
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("member").toString()).contains("m1@example.org");
  }

  /**
   * The table of members gets another primary key, which for a new child is what the old one was.
   */
  private void rekeyed(String old, String first, String second) throws Exception {
    String child = "'No. %d', 'm%1$d@example.org', '2015-05-05', NULL)";
    engine()
        .execute(
            SCHEMA,
            "DROP TABLE post",
            "DROP TABLE member",
            "CREATE TABLE member (no INT NOT NULL PRIMARY KEY, "
                + old
                + "full_name VARCHAR(60), email VARCHAR(60), born DATE, agreed_at DATE)",
            "CREATE TABLE post (id INT PRIMARY KEY, member_no INT NOT NULL, words VARCHAR(60),"
                + " FOREIGN KEY (member_no) REFERENCES member (no))",
            "INSERT INTO member VALUES (101, " + first + child.formatted(1),
            "INSERT INTO member VALUES (1, " + second + child.formatted(2));
  }

  /** The same keys are of another type by now, and there is a new child. */
  private void retyped(String type) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "DROP TABLE post",
            "DROP TABLE member",
            "CREATE TABLE member (id "
                + type
                + " NOT NULL PRIMARY KEY, full_name VARCHAR(60), email VARCHAR(60), born DATE,"
                + " agreed_at DATE)",
            "CREATE TABLE post (id INT PRIMARY KEY, member_id "
                + type
                + " NOT NULL, words VARCHAR(60), FOREIGN KEY (member_id) REFERENCES member (id))",
            "INSERT INTO member VALUES ('1', 'No. 1', 'm1@example.org', '2015-05-05', NULL)",
            "INSERT INTO member VALUES ('2', 'No. 2', 'm2@example.org', '2015-05-05', NULL)");
  }

  private OpenedJob approved() {
    CommandRun plan = job.command("plan", "--json");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    job.command("approve", plan.json().get("fingerprint").asString());
    return job;
  }

  @Test
  void refusesColumnsThatTellNeitherABirthNorConsent() throws Exception {
    CommandRun valid =
        job(JOB.replace("born: born, age: 14", "born: email, age: 14")
                .replace("consent: agreed_at", "consent: missing"))
            .command("validate");

    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("member.email", "day of birth", "missing");
  }
}
