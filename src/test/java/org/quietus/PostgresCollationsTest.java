package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Persons are told letter for letter, whatever a column takes for the same. */
@EnabledIfServer("postgres")
class PostgresCollationsTest {
  private static final String SCHEMA = "collations";
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
  void anAddressIsAnotherOneThatDiffersInAnAccentAlone() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE COLLATION loose (PROVIDER = icu, LOCALE = 'und-u-ks-level1', DETERMINISTIC ="
            + " FALSE)",
        "CREATE TABLE customer (id INT PRIMARY KEY, email TEXT COLLATE loose)",
        "INSERT INTO customer VALUES (1, 'Jürgen@example.org'), (2, 'jurgen@example.org')");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    job.request("email: jurgen@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine.rows(SCHEMA).get("customer").toString())
        .contains("id=1")
        .doesNotContain("id=2");
    job.request("email: jürgen@example.org");
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();
    assertThat(engine.rows(SCHEMA).get("customer")).isEmpty();
  }

  @Test
  void aKeyOfATypeInAnotherSchemaIsComparedAsItsTypeDoes() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public",
        "DROP TABLE IF EXISTS public.customer",
        "CREATE TABLE customer (handle public.citext PRIMARY KEY, email TEXT)",
        "CREATE TABLE post (id INT PRIMARY KEY, handle public.citext REFERENCES customer ON DELETE"
            + " CASCADE)",
        "INSERT INTO customer VALUES ('ann', 'ann@example.org'), ('bob', 'bob@example.org')",
        "INSERT INTO post VALUES (1, 'Ann'), (2, 'BOB'), (3, 'bob')");
    OpenedJob job =
        new OpenedJob(
            directory,
            engine.server(),
            SCHEMA,
            JOB.replace("delete } }", "delete }, crm.post: { then: delete } }"));
    job.generateKeys();
    job.request("email: ann@example.org");
    job.request("email: bob@example.org");
    CommandRun hold =
        job.command(
            "hold add",
            "--records",
            "crm.post",
            "--where",
            "id = 2",
            "--reference",
            "x-1",
            "--basis",
            "investigation",
            "--review",
            "2026-12-01");
    assertThat(hold.exitCode()).as(hold.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("byTable").get("crm.post").get("deleted").asInt()).isEqualTo(1);
    assertThat(engine.rows(SCHEMA).get("post")).hasSize(2);

    engine.execute(SCHEMA, "CREATE TABLE public.customer (id INT PRIMARY KEY)");
    CommandRun refused = job.command("validate");
    engine.execute(SCHEMA, "DROP TABLE public.customer");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out())
        .contains("'customer' has column handle of type citext", "TYPE-UNSEEN");
  }
}
