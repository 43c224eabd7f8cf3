package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** A view that keeps what it read is a copy, until somebody refreshes it. */
@EnabledIfServer("postgres")
class PostgresViewsTest {
  private static final String SCHEMA = "materialised";
  private static final String JOB =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records: { crm.customer: { then: delete } }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @Test
  void aMaterialisedViewOfWhatWasErasedIsNamedAsACopy() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email TEXT)",
        "CREATE TABLE place (id INT PRIMARY KEY, name TEXT)",
        "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
        "CREATE VIEW addresses AS SELECT email FROM customer",
        "CREATE MATERIALIZED VIEW mailing AS SELECT email FROM addresses",
        "CREATE MATERIALIZED VIEW empty AS SELECT email FROM customer WITH NO DATA",
        "CREATE MATERIALIZED VIEW places AS SELECT name FROM place");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("messages").toString())
        .contains("crm.mailing", "REFRESH MATERIALIZED VIEW");
    for (String occasion : new String[] {request, run.json().get("runId").asString()}) {
      assertThat(job.certificatesOf(occasion).get(0).residuals().copies())
          .filteredOn(copy -> copy.place() == Residuals.Place.DOWNSTREAM_COPY)
          .extracting(Residuals.Copy::of, Residuals.Copy::protection)
          .containsExactly(tuple("crm.mailing", "materialized-view"));
    }
  }
}
