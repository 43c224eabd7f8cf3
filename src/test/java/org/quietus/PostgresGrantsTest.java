package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** The statements of the README are all that a job needs on PostgreSQL. */
@EnabledIfServer("postgres")
class PostgresGrantsTest {
  private static final String SCHEMA = "postgres_grants";
  private static final List<String> ROLES = List.of("quietus", "quietus_verify");

  private static final String JOB =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm:
          url: "${URL}"
          username: quietus
          password: "${PASSWORD}"
          zone: UTC
          verify: { username: quietus_verify, password: "${PASSWORD}" }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      retention:
        visits: { records: crm.visit, keep: P1Y, from: visited_at, then: delete }
      anonymise:
        crm.customer: { with: { email: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.visit: { then: delete }
      """;

  @TempDir private Path directory;
  private final ShopEngine engine = ShopEngine.shared();
  private OpenedJob job;

  @BeforeEach
  void grant() throws Exception {
    engine.untouched(SCHEMA);
    dropRoles();
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))",
        "CREATE TABLE visit (id INT PRIMARY KEY, customer_id INT REFERENCES customer, visited_at"
            + " TIMESTAMP)",
        "CREATE INDEX ON visit (customer_id)",
        "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
        "INSERT INTO visit VALUES (1, 1, '2026-02-01'), (2, 2, '2020-02-01'), (3, 2, '2026-02-01')");
    engine.execute(SCHEMA, statementsOfReadme().toArray(String[]::new));
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB).with("PASSWORD", "secret");
    CommandRun keys = job.generateKeys();
    assertThat(keys.exitCode()).as(keys.out() + keys.err()).isZero();
  }

  @AfterEach
  void dropRoles() throws Exception {
    for (String role : ROLES) {
      engine.execute(SCHEMA, "DROP USER IF EXISTS " + role);
    }
  }

  private static List<String> statementsOfReadme() throws IOException {
    String block =
        Stream.of(Files.readString(Path.of("README.md")).split("```sql\n"))
            .filter(text -> text.startsWith("CREATE ROLE quietus "))
            .findFirst()
            .orElseThrow()
            .split("```")[0];
    return List.of(
        block.replace("SCHEMA public", "SCHEMA " + SCHEMA).replace("…", "secret").split(";\n"));
  }

  @Test
  void areEnoughForARunAndItsVerification() throws Exception {
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    assertThat(valid.out()).doesNotContain("VERIFY-MAY-WRITE");
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine.rows(SCHEMA).get("visit")).singleElement().asString().startsWith("id=3 ");
    assertThat(engine.rows(SCHEMA).get("customer"))
        .containsExactly("id=1 | email=null", "id=2 | email=bob@example.org");
    assertThat(job.certificatesOf(ann)).hasSize(1);
  }

  @Test
  void noneIsThereForNothing() throws Exception {
    for (String right : List.of("SELECT", "UPDATE", "DELETE")) {
      engine.execute(SCHEMA, "REVOKE " + right + " ON visit FROM quietus");
      CommandRun valid = job.command("validate");
      assertThat(valid.exitCode()).as(right).isEqualTo(2);
      assertThat(valid.out()).contains("is refused on table 'visit'");
      engine.execute(SCHEMA, "GRANT " + right + " ON visit TO quietus");
    }
    engine.execute(SCHEMA, "ALTER SCHEMA quietus OWNER TO " + engine.server().username());
    CommandRun run = job.run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out() + run.err()).contains("control schema 'quietus'");
  }

  @Test
  void aConditionThatTheDatabaseDoesNotTakeIsRefusedBeforehand() throws Exception {
    engine.execute(SCHEMA, "ALTER TABLE visit ADD COLUMN seen BOOLEAN");
    Files.writeString(
        job.file(), JOB.replace("from: visited_at,", "from: visited_at, where: \"seen = 1\","));
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out()).contains("[WHERE-REFUSED]", "table 'visit'", "BOOLEAN with TRUE");
  }
}
