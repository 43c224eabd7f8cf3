package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A job file that asks for more of rows which bear the mark of an earlier anonymisation. */
class ChangedAnonymisationTest {
  private static final String SCHEMA = "changed_anonymisation";
  private static final String JOB =
      """
      quietus: 1
      job: closing
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      anonymise:
        crm.customer: { mark: anonymised_at, with: { name: random } }
      retention:
        closed: { records: crm.customer, keep: P1Y, from: closed_on, then: anonymise }
      """;

  @TempDir Path directory;

  @Test
  void isCarriedOutOnThemToo() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, name VARCHAR(40), notes VARCHAR(40),"
            + " closed_on DATE, anonymised_at TIMESTAMP)",
        "CREATE INDEX closed ON customer (closed_on)",
        "INSERT INTO customer VALUES (1, 'Ann Example', 'calls at night', '2020-01-01', NULL)");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    ok(job.run());
    String once = engine.rows(SCHEMA).get("customer").toString();
    assertThat(once).doesNotContain("Ann").contains("calls at night");

    OpenedJob more =
        new OpenedJob(
            directory,
            engine.server(),
            SCHEMA,
            JOB.replace("name: random", "name: random, notes: set-null"));
    CommandRun plan = more.command("plan", "--json");
    ok(more.command("approve", plan.json().get("fingerprint").asString()));
    CommandRun run = more.at("2026-03-02T12:00:00Z").run();

    ok(run);
    assertThat(engine.rows(SCHEMA).get("customer").toString()).doesNotContain("calls at night");
    CommandRun idle = more.at("2026-03-03T12:00:00Z").run();
    ok(idle);
    assertThat(idle.json().get("byTable")).isEmpty();
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
