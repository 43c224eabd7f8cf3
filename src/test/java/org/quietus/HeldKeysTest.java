package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A hold on a person whose row is known by another kind of key by now. */
class HeldKeysTest {
  private static final String SCHEMA = "held_keys";
  private static final String JOB =
      """
      quietus: 1
      job: held
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      retention:
        old: { records: crm.customer, keep: P1Y, from: seen_on, then: delete }
      erasure:
        records: { crm.customer: { then: delete } }
      """;

  @TempDir Path directory;

  @Test
  void stopsEveryRunUntilItIsSetAnew() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(40), seen_on DATE)",
        "CREATE INDEX seen ON customer (seen_on)",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '2020-01-01')");
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    hold(job, "ann@example.org");
    engine.execute(
        SCHEMA,
        "DROP TABLE customer",
        "CREATE TABLE customer (id VARCHAR(36) NOT NULL PRIMARY KEY, email VARCHAR(40), seen_on"
            + " DATE)",
        "CREATE INDEX seen ON customer (seen_on)",
        "INSERT INTO customer VALUES ('11', 'ann.new@example.org', '2020-01-01')");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "'customer'", "set it again");
    String before = job.command("hold list", "--json").json().get(0).get("id").asString();
    hold(job, "ann.new@example.org");
    CommandRun released = job.command("hold release", before, "--reason", "set-anew");
    assertThat(released.exitCode()).as(released.err()).isZero();
    assertThat(job.run().exitCode()).isZero();
    assertThat(engine.rows(SCHEMA).get("customer")).hasSize(1);
  }

  private void hold(OpenedJob job, String email) throws Exception {
    Path who = Files.writeString(directory.resolve("who"), "email: " + email + "\n");
    CommandRun added =
        job.command(
            "hold add",
            "--subject",
            "customer",
            "--identifiers-from",
            who.toString(),
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-01");
    assertThat(added.exitCode()).as(added.out() + added.err()).isZero();
  }
}
