package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** The statements of the README are all that a job needs, and none of them is there for nothing. */
abstract class GrantsContract {
  static final String SCHEMA = "narrow_rights";
  private static final List<String> USERS = List.of("quietus", "quietus_verify");

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
      limits: { rows-read-per-second: 1000000 }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** What the statements stand under in the README. */
  abstract String product();

  /** The schema that the statements have the tables in. */
  abstract String schemaOfReadme();

  OpenedJob job() {
    return job;
  }

  @BeforeEach
  void grant() throws Exception {
    engine().untouched(SCHEMA);
    dropUsers();
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE visit (id INT PRIMARY KEY, customer_id INT NOT NULL, visited_at DATE,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE INDEX visit_by_customer ON visit (customer_id)",
            "CREATE INDEX visit_by_time ON visit (visited_at)",
            "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
            "INSERT INTO visit VALUES (1, 1, '2026-02-01'), (2, 2, '2020-02-01'), (3, 2,"
                + " '2026-02-01')");
    engine().execute(SCHEMA, statementsOfReadme().toArray(String[]::new));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB).with("PASSWORD", "secret");
    CommandRun keys = job.generateKeys();
    assertThat(keys.exitCode()).as(keys.out() + keys.err()).isZero();
  }

  @AfterEach
  void dropUsers() throws Exception {
    for (String user : USERS) {
      engine().execute(SCHEMA, "DROP USER IF EXISTS " + user);
    }
  }

  private List<String> statementsOfReadme() throws IOException {
    String head = "-- " + product() + "\n";
    String block =
        Stream.of(Files.readString(Path.of("README.md")).split("```sql\n"))
            .filter(text -> text.startsWith(head))
            .findFirst()
            .orElseThrow()
            .split("```")[0];
    return List.of(
        block
            .substring(head.length())
            .replaceAll("\\b" + schemaOfReadme() + "\\b", SCHEMA)
            .replace("…", "secret")
            .split(";\n"));
  }

  @Test
  void areEnoughForARunAndItsVerification() throws Exception {
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    assertThat(valid.out()).doesNotContain("VERIFY-MAY-WRITE", "HIDDEN");
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit")).singleElement().asString().startsWith("id=3 ");
    assertThat(engine().rows(SCHEMA).get("customer"))
        .containsExactly("id=1 | email=null", "id=2 | email=bob@example.org");
    assertThat(job.certificatesOf(ann)).hasSize(1);
    CommandRun status = job.command("status");
    assertThat(status.exitCode()).as(status.out() + status.err()).isZero();
    CommandRun coverage = job.command("coverage", "--sample", "10", "--check");
    assertThat(coverage.exitCode()).as(coverage.out() + coverage.err()).isZero();
  }

  /** No statement that can be tried shows them. */
  @Test
  void whoCanRemoveTablesOrActAsAnotherIsNoReader() throws Exception {
    for (String[] right : rightsBesideReading()) {
      engine().execute(SCHEMA, right[0].split("; "));
      CommandRun valid = job.command("validate");
      assertThat(valid.out()).as(right[0]).contains("VERIFY-MAY-WRITE", right[1]);
      engine().execute(SCHEMA, right[2].split("; "));
      assertThat(job.command("validate").out()).as(right[2]).doesNotContain("VERIFY-MAY-WRITE");
    }
  }

  /** Statements that give the reader such a right, the words for it, and what takes it away. */
  abstract List<String[]> rightsBesideReading();

  @Test
  void noRightOnATableIsThereForNothing() throws Exception {
    for (String right : List.of("SELECT", "UPDATE", "DELETE")) {
      engine().execute(SCHEMA, revoking(right));
      CommandRun valid = job.command("validate");
      assertThat(valid.exitCode()).as(right).isEqualTo(2);
      assertThat(valid.out() + valid.err()).as(right).containsPattern("'(visit|customer)'");
      engine().execute(SCHEMA, granting(right));
    }
    assertThat(job.command("validate").exitCode()).isZero();
  }

  /** A statement that takes a right on the table {@code visit} away. */
  abstract String revoking(String right);

  /** One that gives it back. */
  abstract String granting(String right);

  @Test
  void whoMayNotDropPartitionsHasTheirRowsGoOneByOne() throws Exception {
    String columns = "CREATE TABLE hit (id INT NOT NULL, at DATE NOT NULL, PRIMARY KEY (id, at)) ";
    if (engine().isPostgres()) {
      engine()
          .execute(
              SCHEMA,
              columns + "PARTITION BY RANGE (at)",
              "CREATE TABLE hit_old PARTITION OF hit FOR VALUES FROM ('2019-01-01') TO"
                  + " ('2020-01-01')",
              "GRANT SELECT, UPDATE, DELETE ON hit TO quietus",
              "GRANT SELECT ON hit TO quietus_verify");
    } else {
      engine()
          .execute(
              SCHEMA,
              columns
                  + "PARTITION BY RANGE COLUMNS (at) (PARTITION hit_old VALUES LESS THAN"
                  + " ('2020-01-01'), PARTITION hit_new VALUES LESS THAN (MAXVALUE))");
    }
    engine()
        .execute(
            SCHEMA,
            "CREATE INDEX hit_at ON hit (at)",
            "INSERT INTO hit VALUES (1, '2019-01-01'), (2, '2019-02-02')");
    Files.writeString(
        job.file(),
        Files.readString(job.file())
            .replace(
                "retention:\n",
                "retention:\n  hits: { records: crm.hit, keep: P1Y, from: at, then: delete,"
                    + " partitions: drop }\n"));

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(hits()).isZero();
    assertThat(hasOldHits()).isTrue();

    for (String right : toDrop()) {
      assertThat(Files.readString(Path.of("README.md"))).contains("`" + right + "`");
      engine()
          .execute(
              SCHEMA,
              right
                  .replace("visit_2020", "hit_old")
                  .replace("crm.visit", SCHEMA + ".hit")
                  .replace("crm.", SCHEMA + "."));
    }
    engine().execute(SCHEMA, "INSERT INTO hit VALUES (1, '2019-01-01'), (2, '2019-02-02')");

    CommandRun dropping = job.run();

    assertThat(dropping.exitCode()).as(dropping.out() + dropping.err()).isZero();
    assertThat(hits()).isZero();
    assertThat(hasOldHits()).isFalse();
  }

  /** What the README says that dropping a partition of {@code visit} takes. */
  abstract List<String> toDrop();

  private long hits() throws Exception {
    return one("SELECT COUNT(*) FROM hit");
  }

  private boolean hasOldHits() throws Exception {
    return one(
            engine().isPostgres()
                ? "SELECT COUNT(*) FROM pg_class WHERE relname = 'hit_old'"
                : "SELECT COUNT(*) FROM information_schema.partitions WHERE table_schema = '"
                    + SCHEMA
                    + "' AND partition_name = 'hit_old'")
        > 0;
  }

  private long one(String sql) throws Exception {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void theControlSchemaIsNeeded() throws Exception {
    engine().execute(SCHEMA, withoutControl());
    CommandRun run = job.run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out() + run.err()).contains("control schema 'quietus'");
  }

  /** A statement that takes the rights on the schema {@code quietus} away. */
  abstract String withoutControl();
}
