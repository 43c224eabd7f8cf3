package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.CommandRun;

/** What whoever is back has since stays also where a table's rows are kept otherwise by then. */
abstract class KeptOtherwiseContract {
  private static final String SCHEMA = "kept_otherwise";
  private static final String INVOICE =
      "{ keep: P10Y, from: paid_on, then: delete, because: bookkeeping }";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email }
      anonymise:
        crm.customer: { with: { email: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.line: { then: delete }
          crm.invoice:\s\
      """
          + INVOICE;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE invoice (id INT PRIMARY KEY, customer INT NOT NULL, paid_on DATE,"
                + " FOREIGN KEY (customer) REFERENCES customer (id))",
            "CREATE TABLE line (id INT PRIMARY KEY, invoice INT NOT NULL,"
                + " FOREIGN KEY (invoice) REFERENCES invoice (id))",
            "INSERT INTO customer VALUES (3, 'cem@example.org')",
            "INSERT INTO invoice VALUES (11, 3, '2016-12-01'), (12, 3, '2017-12-01')",
            "INSERT INTO line VALUES (1, 11), (2, 12)");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: cem@example.org");
    run("2026-03-01T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(2);
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO invoice VALUES (20, 3, '2026-06-01')",
            "INSERT INTO line VALUES (9, 20)");
  }

  private void run(String at) throws Exception {
    CommandRun run = job.at(at).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ then: delete }",
        "{ keep: P10Y, from: paid_on, where: 'id > 100', then: delete, because: bookkeeping }",
        "{ keep: P1M, from: paid_on, where: 'id < 100', then: delete, because: tax }"
      })
  void whatIsKeptNoMoreGoesAndWhatIsNewStays(String invoice) throws Exception {
    approved(invoice);

    run("2026-08-02T12:00:00Z");
    run("2026-08-03T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice"))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("id=20 "));
    assertThat(engine().rows(SCHEMA).get("line")).containsExactly("id=9 | invoice=20");
    assertThat(engine().rows(SCHEMA).get("customer").toString()).contains("cem@example.org");
  }

  @Test
  void whatIsKeptStillStaysBesideWhatIsNew() throws Exception {
    approved("{ keep: P10Y, from: paid_on, where: 'id < 100', then: delete, because: tax }");

    run("2026-12-03T12:00:00Z");
    run("2026-12-04T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice"))
        .hasSize(2)
        .noneMatch(row -> row.startsWith("id=11 "));
    assertThat(engine().rows(SCHEMA).get("line"))
        .containsExactly("id=2 | invoice=12", "id=9 | invoice=20");
  }

  @Test
  void whatBeganItsPeriodOnTheNextDayIsKeptNoLongerThanTheOthers() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer VALUES (4, 'dot@example.org')",
            "INSERT INTO invoice VALUES (14, 4, '2026-03-02')");
    job.request("email: dot@example.org");
    run("2026-03-01T14:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice").toString()).contains("id=14 ");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'dot@example.org' WHERE id = 4",
            "INSERT INTO invoice VALUES (21, 4, '2026-03-03')");
    approved("{ then: delete }");

    run("2026-08-02T12:00:00Z");
    run("2026-08-03T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice").toString())
        .doesNotContain("id=14 ")
        .contains("id=21 ", "id=20 ");
  }

  private void approved(String invoice) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB.replace(INVOICE, invoice));
    job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString());
  }
}
