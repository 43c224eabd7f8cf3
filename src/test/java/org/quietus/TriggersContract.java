package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** What triggers copy is never forgotten, and what they put back is never certified as gone. */
abstract class TriggersContract {
  static final String SCHEMA = "triggers";

  static final String JOB =
      """
      quietus: 1
      job: triggers
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: created_at }
      anonymise:
        crm.visit: { with: { page: redact, ip: set-null } }
      retention:
        old-visits: { records: crm.visit, keep: P1Y, from: visited_on, then: anonymise }
      erasure:
        records:
          crm.customer: { then: delete }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** DDL of a trigger that copies each deleted customer into the audit table. */
  abstract String auditing();

  /** DDL of a trigger that puts the old page of the first visit back. */
  abstract String puttingBack();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), created_at "
                + engine().columns().moment()
                + ")",
            "CREATE TABLE customer_audit (id INT NOT NULL PRIMARY KEY, was VARCHAR(80))",
            "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, page VARCHAR(80), ip VARCHAR(40),"
                + " visited_on DATE)",
            "CREATE INDEX visited ON visit (visited_on)",
            "INSERT INTO customer VALUES (1, 'ann@example.org', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.org', '2020-01-01 00:00:00')",
            "INSERT INTO visit VALUES (1, '/ann', '192.0.2.1', '2020-01-01'),"
                + " (2, '/bob', '192.0.2.2', '2020-01-01'), (3, '/new', NULL, '2026-01-01')");
  }

  @Test
  void aTriggerOnATableThatARunChangesIsRefusedUntilSomebodySaysWhereItWrites() throws Exception {
    engine().execute(SCHEMA, auditing());
    OpenedJob job = opened(JOB);
    for (String command : List.of("validate", "plan", "run")) {
      CommandRun refused = job.command(command);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.out() + refused.err())
          .contains("'crm.customer'", "acknowledged", "[TRIGGER]");
    }
    assertThat(engine().rows(SCHEMA).get("customer")).hasSize(2);
  }

  @Test
  void whereAnAcknowledgedTriggerWritesIsAResidualAsLongAsTheRequestIsCertified() throws Exception {
    engine().execute(SCHEMA, auditing());
    OpenedJob job =
        opened(JOB + "triggers: { acknowledged: { crm.customer: [ crm.customer_audit ] } }\n");
    String request = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("customer_audit")).hasSize(1);
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.residuals().copies())
        .extracting(Residuals.Copy::place, Residuals.Copy::of, Residuals.Copy::protection)
        .contains(
            tuple(Residuals.Place.DOWNSTREAM_COPY, "crm.customer_audit", "written-by-triggers"));
  }

  @Test
  void whereATriggerWritesMustBeThere() throws Exception {
    CommandRun refused =
        opened(JOB + "triggers: { acknowledged: { crm.customer: [ crm.customer_audti ] } }\n")
            .command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).contains("'customer_audit'", "UNKNOWN-TABLE");
  }

  @Test
  void aTriggerOnATableThatNothingChangesIsNobodysMatter() throws Exception {
    engine().execute(SCHEMA, auditing());
    String retentionAlone =
        JOB.substring(0, JOB.indexOf("subjects:"))
            + JOB.substring(JOB.indexOf("anonymise:"), JOB.indexOf("erasure:"));
    CommandRun valid = opened(retentionAlone).command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
  }

  @Test
  void aRowThatATriggerPutsBackIsNeverCertifiedAsChanged() throws Exception {
    engine().execute(SCHEMA, puttingBack());
    OpenedJob job = opened(JOB + "triggers: { acknowledged: { crm.visit: [] } }\n");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.visit could not be changed: a trigger that puts the old value back")
        .doesNotContain("/ann");
    Certificate certificate = job.certificatesOf(run.json().get("runId").asString()).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.visit"))
        .extracting(
            target -> target.counts().anonymised() + target.counts().masked(),
            target -> target.counts().failed())
        .containsExactlyInAnyOrder(tuple(1L, 0L), tuple(0L, 1L));
    assertThat(engine().rows(SCHEMA).get("visit"))
        .anyMatch(row -> row.contains("/ann") && row.contains("192.0.2.1"));
  }

  @Test
  void aRandomValueThatATriggerPutsBackIsNoticedBesideItsMark() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE visit ADD COLUMN done_at DATE",
            "UPDATE visit SET page = '/first/of/all' WHERE id = 1",
            puttingBack());
    OpenedJob job =
        opened(
            JOB.replace(
                    "{ with: { page: redact, ip: set-null } }",
                    "{ mark: done_at, with: { page: random, ip: set-null } }")
                + "triggers: { acknowledged: { crm.visit: [] } }\n");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains(
            "1 row of crm.visit could not be changed: a trigger that puts the old value back");
    assertThat(engine().rows(SCHEMA).get("visit"))
        .anyMatch(row -> row.contains("/first/of/all") && row.contains("192.0.2.1"))
        .noneMatch(row -> row.contains("192.0.2.2"));
  }

  OpenedJob opened(String text) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, text);
    job.generateKeys();
    return job;
  }
}
