package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** A row that cannot be changed is named, and keeps nobody else from being erased. */
abstract class RefusedRowsContract {
  static final String SCHEMA = "refused_rows";

  static final String JOB =
      """
      quietus: 1
      job: refused
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: created_at }
      anonymise:
        crm.customer: { with: { email: set-null, name: { fixed: gone } } }
        crm.note: { with: { body: { fixed: removed } } }
      retention:
        old-notes: { records: crm.note, keep: P1Y, from: written_on, then: anonymise }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.note: { then: anonymise }
      """;

  private static final String WITH_REPLIES =
      JOB.replace(
              "  crm.note: { with: { body: { fixed: removed } } }",
              "  crm.note: { with: { body: { fixed: removed } } }\n"
                  + "  crm.reply: { with: { body: { fixed: removed } } }")
          + "    crm.reply: { then: anonymise }\n";

  @TempDir Path directory;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), name"
                + " VARCHAR(20), created_at "
                + engine().columns().moment()
                + ")",
            "CREATE TABLE note (id INT NOT NULL PRIMARY KEY, customer_id INT, body VARCHAR(20),"
                + " written_on DATE, FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE INDEX written ON note (written_on)",
            "INSERT INTO customer VALUES (1, 'ann@example.org', 'Ann', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.org', 'Bob', '2020-01-01 00:00:00')",
            "INSERT INTO note VALUES (1, 1, 'of Ann', '2026-01-01'), (2, 2, 'of Bob',"
                + " '2026-01-01'), (3, NULL, 'old one', '2020-01-01'), (4, NULL, 'old two',"
                + " '2020-01-01')");
  }

  @Test
  void aRowThatAReplayCouldNotChangeIsErasedByALaterRun() throws Exception {
    engine().execute(SCHEMA, "CREATE UNIQUE INDEX once ON note (body, customer_id)");
    OpenedJob job = opened(JOB);
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(state(job, ann)).isEqualTo("completed");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ann@example.org', name = 'Ann' WHERE id = 1",
            "UPDATE note SET body = 'of Ann', customer_id = 1 WHERE id = 1",
            "INSERT INTO note VALUES (5, 1, 'removed', '2026-01-01')");
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-01T00:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);
    assertThat(engine().rows(SCHEMA).get("note")).anyMatch(row -> row.contains("of Ann"));
    engine().execute(SCHEMA, "DELETE FROM note WHERE id = 5");

    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();

    assertThat(engine().rows(SCHEMA).get("note")).noneMatch(row -> row.contains("of Ann"));
  }

  @Test
  void aRowThatAConstraintKeepsLeavesThatRequestPartialAndErasesAllOthers() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE UNIQUE INDEX once ON note (body, customer_id)",
            "INSERT INTO note VALUES (5, 1, 'removed', '2026-01-01')");
    OpenedJob job = opened(JOB);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.note could not be changed", "once", ann)
        .doesNotContain("of Ann");
    assertThat(engine().rows(SCHEMA).get("note"))
        .anyMatch(row -> row.contains("of Ann"))
        .noneMatch(row -> row.contains("of Bob") || row.contains("old"));
    assertThat(state(job, bob)).isEqualTo("completed");
    assertThat(state(job, ann)).isEqualTo("running");
    Certificate certificate = job.certificatesOf(ann).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(failed(certificate, "crm.note")).isEqualTo(1);
    assertThat(job.certificatesOf(bob).get(0).outcome()).isNotEqualTo(Outcome.PARTIAL);

    engine().execute(SCHEMA, "DELETE FROM note WHERE id = 5");
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();
    assertThat(state(job, ann)).isEqualTo("completed");
  }

  @Test
  void aRowIsLeftForEachOfTwoRequestsOfOnePerson() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE UNIQUE INDEX once ON note (body, customer_id)",
            "INSERT INTO note VALUES (5, 1, 'removed', '2026-01-01')");
    OpenedJob job = opened(JOB.replace("{ email: email }", "{ email: email, name: id }"));
    String first = job.request("email: ann@example.org");
    String second = job.request("id: Ann");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    for (String request : List.of(first, second)) {
      assertThat(state(job, request)).isEqualTo("running");
      assertThat(failed(job.certificatesOf(request).get(0), "crm.note")).isEqualTo(1);
    }
  }

  @Test
  void aRowThatTwoPathsLeadToIsLeftOnce() throws Exception {
    replies("(1, 1, 1, 'of Ann'), (2, 1, 1, 'removed'), (3, 2, 2, 'of Bob')");
    OpenedJob job = opened(WITH_REPLIES);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.reply could not be changed");
    assertThat(failed(job.certificatesOf(ann).get(0), "crm.reply")).isEqualTo(1);
    assertThat(state(job, bob)).isEqualTo("completed");
  }

  @Test
  void aRowThatMayBeSomebodyElsesIsNamedBesideOneThatCannotBeChanged() throws Exception {
    replies("(1, 1, 2, 'by Bob'), (2, 1, 1, 'of Ann'), (3, 1, 1, 'removed')");
    OpenedJob job = opened(WITH_REPLIES);
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString()).contains("leads to another person too");
    assertThat(engine().rows(SCHEMA).get("reply").toString()).contains("by Bob");
    assertThat(failed(job.certificatesOf(ann).get(0), "crm.reply")).isEqualTo(2);
  }

  @Test
  void whatPointsAtARowThatMayBeSomebodyElsesKeepsItsPointer() throws Exception {
    replies("(1, 1, 2, 'by Bob'), (2, 1, 1, 'of Ann')");
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE mention (id INT NOT NULL PRIMARY KEY, reply_id INT,"
                + " FOREIGN KEY (reply_id) REFERENCES reply (id))",
            "INSERT INTO mention VALUES (1, 1), (2, 2)");
    OpenedJob job =
        opened(
            JOB.replace("created: created_at }", "created: created_at, shares: [ crm.mention ] }")
                    .replace("crm.note: { then: anonymise }", "crm.note: { then: delete }")
                + "    crm.reply: { then: delete }\n");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString()).contains("leads to another person too");
    assertThat(engine().rows(SCHEMA).get("reply"))
        .singleElement()
        .asString()
        .contains("id=1 ", "note_id=1 ", "by Bob");
    assertThat(engine().rows(SCHEMA).get("mention"))
        .containsExactly("id=1 | reply_id=1", "id=2 | reply_id=null");
  }

  private void replies(String rows) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE reply (id INT NOT NULL PRIMARY KEY, note_id INT, customer_id INT, body"
                + " VARCHAR(20), UNIQUE (body, customer_id),"
                + " FOREIGN KEY (note_id) REFERENCES note (id),"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "INSERT INTO reply VALUES " + rows);
  }

  static long failed(Certificate certificate, String table) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .map(TargetRecord::counts)
        .mapToLong(counts -> counts.failed())
        .sum();
  }

  OpenedJob opened(String text) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, text);
    job.generateKeys();
    return job;
  }

  static String state(OpenedJob job, String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }
}
