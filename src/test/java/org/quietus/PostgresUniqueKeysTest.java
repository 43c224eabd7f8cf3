package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Columns of PostgreSQL that are NOT NULL and hold NULL all the same, which names no row. */
@EnabledIfServer("postgres")
class PostgresUniqueKeysTest {
  private static final String SCHEMA = "unique_keys";
  private static final String JOB =
      """
      quietus: 1
      job: keys
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        person:
          records: crm.person
          identifiers: { email: email }
      erasure:
        records:
          crm.person: { then: delete }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @Test
  void aKeyWhoseNotNullWasNotValidatedServesForNone() throws Exception {
    refused(
        "CREATE TABLE person (no INT UNIQUE, email TEXT)",
        "INSERT INTO person VALUES (NULL, 'ann@example.org'), (2, 'bob@example.org')",
        "ALTER TABLE person ADD CONSTRAINT filled NOT NULL no NOT VALID");
  }

  @Test
  void aKeyOfADomainThatIsNotNullServesForNone() throws Exception {
    refused(
        "CREATE DOMAIN number AS INT NOT NULL",
        "CREATE TABLE person (no number UNIQUE, email TEXT)",
        "INSERT INTO person VALUES (2, 'bob@example.org')",
        "INSERT INTO person SELECT (SELECT no FROM person WHERE FALSE), 'ann@example.org'");
  }

  private void refused(String... statements) throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(SCHEMA, statements);
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isEqualTo(2);
    assertThat(valid.out() + valid.err())
        .contains(
            "table 'person' has no primary key, and no unique key of columns that are NOT NULL");
  }
}
