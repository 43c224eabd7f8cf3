package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** A statement of PostgreSQL takes 65,535 values and no more. */
@EnabledIfServer("postgres")
@Tag("long")
class PostgresManyRowsTest {
  private static final String SCHEMA = "many_rows";
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
      retention:
        old: { records: crm.customer, keep: P1Y, from: closed, then: delete, scan: allowed }
      erasure:
        records: { crm.customer: { then: delete } }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @Test
  void anAddressOfMoreRowsThanAStatementTakesValuesStopsItsOwnRequestAlone() throws Exception {
    for (String[] key :
        new String[][] {
          {"id UUID PRIMARY KEY", "md5(n::TEXT)::UUID"},
          {"shop INT, id UUID, PRIMARY KEY (shop, id)", "n % 3, md5(n::TEXT)::UUID"}
        }) {
      engine.fresh(SCHEMA);
      engine.execute(
          SCHEMA,
          "CREATE TABLE customer (" + key[0] + ", email TEXT, closed DATE)",
          "INSERT INTO customer SELECT "
              + key[1]
              + ", CASE WHEN n > 3 THEN 'desk@example.org' ELSE 'a' || n || '@example.org' END,"
              + " NULL FROM generate_series(1, 70000) n");
      Path folder = java.nio.file.Files.createTempDirectory(directory, "many");
      OpenedJob job = new OpenedJob(folder, engine.server(), SCHEMA, JOB);
      job.generateKeys();
      job.request("email: desk@example.org");
      job.request("email: a2@example.org");

      CommandRun run = job.run();

      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
      assertThat(engine.rows(SCHEMA).get("customer")).hasSize(69_999);
    }
  }

  @Test
  void aHoldMayBeOnMoreRowsThanAStatementTakesValues() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id BIGINT PRIMARY KEY, email TEXT, closed DATE)",
        "INSERT INTO customer SELECT n, CASE WHEN n > 3 THEN 'desk@example.org' ELSE"
            + " 'a@example.org' END, '2020-01-01' FROM generate_series(1, 70000) n");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    CommandRun hold =
        job.typing(
            "email: desk@example.org\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "x-1",
            "--basis",
            "investigation",
            "--review",
            "2026-12-01");
    assertThat(hold.exitCode()).as(hold.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine.rows(SCHEMA).get("customer")).hasSize(69_997);
  }
}
