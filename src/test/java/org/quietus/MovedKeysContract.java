package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** A name that rows are known by may come to somebody who was there long before. */
abstract class MovedKeysContract {
  private static final String SCHEMA = "moved_keys";
  private static final String JOB =
      """
      quietus: 1
      job: names
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, phone: phone }
          created: since
      erasure:
        clock: { settle: P1D }
        records:
          crm.member: { then: delete }
          crm.post: { then: delete }
      """;

  private static final String BY_EMAIL = JOB.replace("email: email, phone: phone", "email: email");
  private static final String ANONYMISING =
      JOB
          + """
          retention:
            old: { records: crm.member, keep: P1Y, from: since, then: anonymise, scan: allowed }
          anonymise:
            crm.member: { with: { email: set-null, phone: set-null } }
          """;
  private static final String PURGING =
      JOB
          + """
          retention:
            posts: { records: crm.post, keep: P1Y, from: written, then: delete, scan: allowed }
            old:
              { records: crm.member, keep: P1Y, from: since, then: delete, scan: allowed,
                with: { crm.post: { then: delete } } }
          """;
  private static final String ANONYMISED_ON_REQUEST =
      JOB.replace("crm.member: { then: delete }", "crm.member: { then: anonymise }")
          + "anonymise: { crm.member: { with: { email: set-null, phone: set-null } } }\n";
  private static final String[] TAKES_HER_NAME = {
    "UPDATE member SET handle = 'ann2' WHERE handle = 'ann'",
    "UPDATE member SET handle = 'ann' WHERE handle = 'bob'"
  };

  private static final String KEEPING =
      JOB.replace("crm.member: { then: delete }", "crm.member: { then: anonymise }")
              .replace(
                  "crm.post: { then: delete }",
                  "crm.post: { keep: P2Y, from: written, then: delete, because: bookkeeping }")
          + "anonymise: { crm.member: { with: { email: set-null, phone: set-null } } }\n";
  private static final String MANY_POSTS =
      "INSERT INTO post SELECT a.n * 35 + b.n + 2, 'ann' FROM"
          + " (WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 34)"
          + " SELECT n FROM c) a CROSS JOIN (WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n +"
          + " 1 FROM c WHERE n < 34) SELECT n FROM c) b";

  @TempDir Path directory;

  abstract ShopEngine engine();

  private OpenedJob job() throws Exception {
    return job(JOB);
  }

  private OpenedJob job(String yaml) throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE member (handle VARCHAR(20) NOT NULL, email VARCHAR(80), phone"
                + " VARCHAR(30), since TIMESTAMP(0) NOT NULL, UNIQUE (handle))",
            "CREATE TABLE post (id INT PRIMARY KEY, author VARCHAR(20), FOREIGN KEY (author)"
                + " REFERENCES member (handle) ON UPDATE CASCADE)",
            "INSERT INTO member VALUES ('ann', 'ann@example.org', '+49 30 1001', '2021-01-01"
                + " 10:00:00'), ('bob', 'bob@example.org', '+49 30 1002', '2021-01-01 10:00:00')",
            "INSERT INTO post VALUES (1, 'ann')");
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  @Test
  void whoTakesTheNameOfSomebodyErasedStays() throws Exception {
    OpenedJob job = job();
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(handles()).isEqualTo("bob");
    engine()
        .execute(
            SCHEMA,
            "UPDATE member SET handle = 'ann' WHERE handle = 'bob'",
            "INSERT INTO post VALUES (2, 'ann')");

    job.at("2026-03-05T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(handles()).isEqualTo("ann");
    assertThat(count("post")).isEqualTo("1");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void aNameThatRowsAreKnownByIsWarnedOf() throws Exception {
    OpenedJob job = job();
    CommandRun named = job.command("validate");
    assertThat(named.exitCode()).isZero();
    assertThat(named.out() + named.err())
        .contains("table 'member' has no primary key, and 'handle' tells which row is whose");
    engine().execute(SCHEMA, "ALTER TABLE member ADD no INT DEFAULT 1 NOT NULL");
    engine()
        .execute(
            SCHEMA,
            "UPDATE member SET no = 2 WHERE handle = 'bob'",
            "ALTER TABLE member ADD PRIMARY KEY (no)");
    CommandRun numbered = job.command("validate");
    assertThat(numbered.exitCode()).isZero();
    assertThat(numbered.out() + numbered.err()).doesNotContain("KEY-MAY-CHANGE");
  }

  @Test
  void aNameThatIsAllThatIsKnownOfRowsIsWarnedOf() throws Exception {
    String named = JOB.replace("{ email: email, phone: phone }", "{ handle: id }");

    CommandRun dated = job(named).command("validate");
    OpenedJob undated =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            named.replace("    created: since\n", "").replace("  clock: { settle: P1D }\n", ""));
    CommandRun alone = undated.command("validate");

    assertThat(alone.out() + alone.err()).contains("nothing but 'handle' tells", "'created'");
    assertThat(dated.out() + dated.err()).doesNotContain("nothing but 'handle'");
  }

  @Test
  void whoTakesTheNameOfSomebodyInTheRunStays() throws Exception {
    OpenedJob job = job();
    String ann = job.request("email: ann@example.org");

    RunResult result = runChanging(job, TAKES_HER_NAME);

    assertThat(result.outcome()).isEqualTo("PARTIAL");
    assertThat(String.join(" ", result.messages())).contains("request " + ann, "--unmatched");
    assertThat(emails()).isEqualTo("ann@example.org, bob@example.org");
    assertThat(count("post")).isEqualTo("1");
    assertThat(job.command("request show", ann).out()).contains("running");

    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(handles()).isEqualTo("ann");
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(count("post")).isEqualTo("0");

    job.at("2026-03-05T12:00:00Z");
    run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void aNameThatPassesOnBetweenTwoChunksIsNamed() throws Exception {
    OpenedJob job = job();
    engine().execute(SCHEMA, MANY_POSTS);
    String ann = job.request("email: ann@example.org");

    RunResult result = runChangingAfterAChunk(job, TAKES_HER_NAME);

    assertThat(result.outcome()).isEqualTo("PARTIAL");
    assertThat(String.join(" ", result.messages())).contains("request " + ann, "--unmatched");
    assertThat(emails()).isEqualTo("ann@example.org, bob@example.org");
    assertThat(job.command("request show", ann).out()).contains("running");

    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(count("post")).isEqualTo("0");
  }

  @Test
  void whoHasANameThatNobodyTakesBackIsGivenUpByHand() throws Exception {
    OpenedJob job = job();
    String ann = job.request("email: ann@example.org");
    runChanging(
        job,
        "DELETE FROM post",
        "DELETE FROM member WHERE handle = 'ann'",
        "UPDATE member SET handle = 'ann' WHERE handle = 'bob'");
    assertThat(job.run().exitCode()).isNotZero();
    assertThat(emails()).isEqualTo("bob@example.org");

    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "somebody-else");

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    job.at("2026-03-05T12:00:00Z");
    assertThat(job.run().exitCode()).isZero();
    job.at("2026-03-10T12:00:00Z");
    assertThat(job.run().exitCode()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void whatHangsOnANameStaysWithWhoHasItNow() throws Exception {
    OpenedJob job = job();
    engine().execute(SCHEMA, "INSERT INTO post VALUES (2, 'bob')");
    job.request("email: ann@example.org");

    runChanging(job, TAKES_HER_NAME);

    assertThat(text("SELECT author FROM post ORDER BY id")).isEqualTo("ann2, ann");
    job.at("2026-03-02T12:00:00Z");
    assertThat(job.run().exitCode()).isZero();
    assertThat(text("SELECT author FROM post ORDER BY id")).isEqualTo("ann");
  }

  @Test
  void aRowThatARuleAnonymisedSinceItWasFoundIsStillThePersons() throws Exception {
    OpenedJob job = job(ANONYMISING);
    String ann = job.request("email: ann@example.org");

    RunResult result = runChanging(job);

    assertThat(result.outcome()).isEqualTo("COMPLETE_WITH_RESIDUALS");
    assertThat(text("SELECT COUNT(*) FROM member WHERE email IS NOT NULL")).isEqualTo("0");
    assertThat(handles()).isEqualTo("bob");
    assertThat(job.command("request show", ann).out()).contains("settling");
  }

  @Test
  void soItIsWhereARunErasesPersonsAlone() throws Exception {
    OpenedJob job = job(ANONYMISING);
    String ann = held(job);
    assertThat(emails()).contains("ann@example.org").doesNotContain("bob@");
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    assertThat(job.command("hold release", hold, "--reason", "case-closed").exitCode()).isZero();
    assertThat(job.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(text("SELECT COUNT(*) FROM member WHERE email IS NOT NULL")).isEqualTo("0");

    CommandRun run = job.command("run", "--only", "erasure", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(handles()).isEqualTo("bob");
    assertThat(job.command("request show", ann).out()).contains("settling");
  }

  @Test
  void whoIsFoundByFurtherColumnsSinceTheRunBeganIsStillThemselves() throws Exception {
    isErasedAfter(BY_EMAIL, JOB);
  }

  @Test
  void whoIsFoundByFewerColumnsSinceTheRunBeganIsStillThemselves() throws Exception {
    isErasedAfter(JOB, BY_EMAIL);
  }

  private void isErasedAfter(String before, String after) throws Exception {
    String ann = held(job(before));
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, after);
    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    assertThat(job.command("hold release", hold, "--reason", "case-closed").exitCode()).isZero();
    String plan = job.command("run").err().strip().replaceFirst("(?s).* ", "");
    assertThat(job.command("approve", plan).exitCode()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(job.command("request show", ann).out()).contains("settling");

    run = job.at("2026-03-05T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void whoIsAnonymisedIsNotTakenForWhoHasTheirName() throws Exception {
    OpenedJob job = job(ANONYMISED_ON_REQUEST);
    job.request("email: ann@example.org");

    assertThat(runChanging(job, TAKES_HER_NAME).outcome()).isEqualTo("PARTIAL");
    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(text("SELECT handle FROM member WHERE email IS NULL")).isEqualTo("ann2");
    assertThat(emails()).contains("bob@example.org");
  }

  @Test
  void whoTakesTheNameBetweenTheLookUpAndTheBeginningOfTheRunStays() throws Exception {
    OpenedJob job = job();
    String ann = job.request("email: ann@example.org");
    onceARunBegins(TAKES_HER_NAME);
    try {
      CommandRun run = job.run();

      assertThat(run.out() + run.err()).contains("\"outcome\" : \"PARTIAL\"");
      assertThat(emails()).isEqualTo("ann@example.org, bob@example.org");
    } finally {
      nothingOnceARunBegins();
    }
    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
    assertThat(job.command("request show", ann).out()).contains("settling");
  }

  @Test
  void whoTakesANameThatIsAllThatIsKnownOfSomebodyStays() throws Exception {
    OpenedJob job = job(JOB.replace("{ email: email, phone: phone }", "{ handle: id }"));
    engine()
        .execute(SCHEMA, "UPDATE member SET since = '2020-05-05 10:00:00' WHERE handle = 'bob'");
    job.request("id: ann");

    RunResult result = runChanging(job, TAKES_HER_NAME);

    assertThat(result.outcome()).isEqualTo("PARTIAL");
    assertThat(emails()).isEqualTo("ann@example.org, bob@example.org");
  }

  @Test
  void whoseNameIsAllThatIsKnownGoesWhileNobodyTakesIt() throws Exception {
    OpenedJob job = job(JOB.replace("{ email: email, phone: phone }", "{ handle: id }"));
    job.request("id: ann");

    RunResult result =
        runChanging(job, "UPDATE member SET phone = '+49 30 1003' WHERE handle = 'ann'");

    assertThat(result.exitCode()).isZero();
    assertThat(handles()).isEqualTo("bob");
  }

  @Test
  void whoTakesTheNameOfSomebodyAnonymisedStaysAsTheyAre() throws Exception {
    OpenedJob job = job(ANONYMISED_ON_REQUEST);
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(emails()).contains("bob@example.org").doesNotContain("ann@");
    engine().execute(SCHEMA, TAKES_HER_NAME);

    job.at("2026-03-05T12:00:00Z");
    CommandRun run = job.run();

    assertThat(emails()).contains("bob@example.org").doesNotContain("ann@");
    assertThat(run.json().get("outcome").asString()).isEqualTo("PARTIAL");
    assertThat(run.out()).contains("request " + ann, "--unmatched");
    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "somebody-else");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    job.at("2026-03-10T12:00:00Z");
    run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(emails()).contains("bob@example.org").doesNotContain("ann@");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void whoIsAnonymisedAndFilledAgainUnderTheirNameIsAnonymisedOnceMore() throws Exception {
    OpenedJob job = job(ANONYMISED_ON_REQUEST);
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    engine().execute(SCHEMA, "UPDATE member SET phone = '+49 30 1001' WHERE handle = 'ann'");

    job.at("2026-03-05T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(text("SELECT phone FROM member ORDER BY phone")).doesNotContain("1001");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void whatALawKeptGoesForNobodyWhoTookTheNameMeanwhile() throws Exception {
    OpenedJob job = job(KEEPING);
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE post ADD written DATE",
            "UPDATE post SET written = '2026-02-01'",
            "INSERT INTO post VALUES (2, 'bob', '2026-02-02')");
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.at("2026-03-10T12:00:00Z").run().exitCode()).isZero();
    assertThat(count("post")).isEqualTo("2");
    engine().execute(SCHEMA, TAKES_HER_NAME);

    CommandRun run = job.at("2028-03-10T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isNotZero();
    assertThat(run.out()).contains("request " + ann, "--unmatched");
    assertThat(count("post")).isEqualTo("2");

    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "somebody-else");

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    run = job.at("2028-03-11T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(count("post")).isEqualTo("2");
    assertThat(emails()).contains("bob@example.org");
  }

  @Test
  void whatALawKeptIsNotForgottenWhereItHangsOnAnotherNameByNow() throws Exception {
    OpenedJob job = job(KEEPING);
    engine()
        .execute(
            SCHEMA, "ALTER TABLE post ADD written DATE", "UPDATE post SET written = '2026-02-01'");
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.at("2026-03-10T12:00:00Z").run().exitCode()).isZero();
    engine().execute(SCHEMA, "UPDATE member SET handle = 'ann2' WHERE handle = 'ann'");

    CommandRun run = job.at("2028-03-10T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann, "--unmatched");
    engine().execute(SCHEMA, "UPDATE member SET handle = 'ann' WHERE handle = 'ann2'");
    run = job.at("2028-03-11T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(count("post")).isEqualTo("0");
  }

  @Test
  void whatALawKeptIsGivenUpByHandWhereNobodyHasTheName() throws Exception {
    OpenedJob job = job(KEEPING);
    engine()
        .execute(
            SCHEMA, "ALTER TABLE post ADD written DATE", "UPDATE post SET written = '2026-02-01'");
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.at("2026-03-10T12:00:00Z").run().exitCode()).isZero();
    engine().execute(SCHEMA, "DELETE FROM post", "DELETE FROM member WHERE handle = 'ann'");
    assertThat(job.at("2028-03-10T12:00:00Z").run().exitCode()).isEqualTo(8);

    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "deleted-by-hand");

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(job.at("2028-03-11T12:00:00Z").run().exitCode()).isZero();
    assertThat(job.at("2028-03-12T12:00:00Z").run().exitCode()).isZero();
  }

  @Test
  void whoIsHeldStaysHeldUnderAnotherName() throws Exception {
    OpenedJob job = job(PURGING);
    engine()
        .execute(
            SCHEMA, "ALTER TABLE post ADD written DATE", "UPDATE post SET written = '2020-02-01'");
    CommandRun held =
        job.typing(
            "email: ann@example.org\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    engine().execute(SCHEMA, "INSERT INTO post VALUES (2, 'bob', '2020-02-01')");

    runChanging(job, TAKES_HER_NAME);

    assertThat(emails()).contains("ann@example.org");
    assertThat(text("SELECT author FROM post ORDER BY id")).contains("ann2");
  }

  @Test
  void whoIsKnownByAUuidMayChangeWhatElseTheyHave() throws Exception {
    OpenedJob job = job();
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM post",
            "ALTER TABLE member ADD id CHAR(36)",
            "UPDATE member SET id = '0f8fad5b-d9cb-469f-a165-70867728950e' WHERE handle = 'ann'",
            "UPDATE member SET id = '7c9e6679-7425-40de-944b-e07fc1f90ae7' WHERE handle = 'bob'",
            "DROP TABLE post",
            "CREATE TABLE person (id CHAR(36) NOT NULL PRIMARY KEY, email VARCHAR(80),"
                + " phone VARCHAR(30), since TIMESTAMP(0) NOT NULL)",
            "INSERT INTO person SELECT id, email, phone, since FROM member",
            "DROP TABLE member",
            "ALTER TABLE person RENAME TO member");
    OpenedJob byUuid =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace("    crm.post: { then: delete }\n", ""));
    byUuid.request("email: ann@example.org");

    RunResult result =
        runChanging(byUuid, "UPDATE member SET phone = '+49 30 1003' WHERE email LIKE 'ann%'");

    assertThat(result.exitCode()).isZero();
    assertThat(emails()).isEqualTo("bob@example.org");
  }

  /** A request whose person was found, and whom a hold keeps from being erased. */
  private static String held(OpenedJob job) throws Exception {
    String request = job.request("email: ann@example.org");
    run(
        job,
        new SeveralDatabasesFixture.Listening() {
          @Override
          public void started(String run, boolean resumed, long due) {
            assertThat(
                    job.command(
                            "hold add",
                            "--records",
                            "crm.member",
                            "--where",
                            "handle = 'ann'",
                            "--reference",
                            "case-1",
                            "--basis",
                            "claim",
                            "--review",
                            "2027-01-01")
                        .exitCode())
                .isZero();
          }
        });
    return request;
  }

  /** Changes what is looked up before a run is noted and what is sealed as it is noted. */
  private void onceARunBegins(String... statements) throws SQLException {
    String all = String.join("; ", statements).replace(" member ", " " + SCHEMA + ".member ");
    if (engine().isH2()) {
      StringBuilder code = new StringBuilder();
      for (String one : statements) {
        code.append("connection.createStatement().execute(\"").append(one).append("\"); ");
      }
      engine()
          .execute(
              SCHEMA,
              "CREATE TRIGGER quietus.passing AFTER INSERT ON quietus.run FOR EACH ROW AS"
                  + " 'org.h2.api.Trigger create() { return (connection, before, after) -> { "
                  + code.toString().replace("'", "''")
                  + "}; }'");
    } else if (engine().isPostgres()) {
      engine()
          .execute(
              SCHEMA,
              "CREATE FUNCTION quietus.passing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                  + all
                  + "; RETURN NULL; END $$",
              "CREATE TRIGGER passing AFTER INSERT ON quietus.run FOR EACH ROW"
                  + " EXECUTE FUNCTION quietus.passing()");
    } else {
      engine()
          .execute(
              SCHEMA,
              "CREATE TRIGGER quietus.passing AFTER INSERT ON quietus.run FOR EACH ROW BEGIN "
                  + all
                  + "; END");
    }
  }

  private void nothingOnceARunBegins() throws SQLException {
    if (engine().isPostgres()) {
      engine().execute(SCHEMA, "DROP FUNCTION quietus.passing() CASCADE");
    } else {
      engine().execute(SCHEMA, "DROP TRIGGER quietus.passing");
    }
  }

  private RunResult runChanging(OpenedJob job, String... statements) throws Exception {
    return run(
        job,
        new SeveralDatabasesFixture.Listening() {
          @Override
          public void started(String run, boolean resumed, long due) {
            change(statements);
          }
        });
  }

  private RunResult runChangingAfterAChunk(OpenedJob job, String... statements) throws Exception {
    return run(
        job,
        new SeveralDatabasesFixture.Listening() {
          private boolean changed;

          @Override
          public void progress(long rows) {
            if (!changed) {
              changed = true;
              change(statements);
            }
          }
        });
  }

  private static RunResult run(OpenedJob job, RunListener listener) throws Exception {
    try (JobSession session = job.session()) {
      return session.run(new RunOptions(Set.of(Scope.values()), Optional.empty(), 1), listener);
    }
  }

  private void change(String... statements) {
    try {
      engine().execute(SCHEMA, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String emails() throws SQLException {
    return text("SELECT email FROM member ORDER BY email");
  }

  private String handles() throws SQLException {
    return text("SELECT handle FROM member ORDER BY handle");
  }

  private String count(String table) throws SQLException {
    return text("SELECT COUNT(*) FROM " + table);
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : ", ").append(rows.getString(1));
      }
      return text.toString();
    }
  }
}
