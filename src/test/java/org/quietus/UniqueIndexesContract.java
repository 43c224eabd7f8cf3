package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What would make rows equal to any unique index is refused before it is tried. */
abstract class UniqueIndexesContract {
  static final String SCHEMA = "unique_indexes";

  private static final String CONCAT = "CONCAT\\((\\w+), ('?\\w*'?)\\)";

  private static final String JOB =
      """
      quietus: 1
      job: unique
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      anonymise:
        crm.customer: { with: { STRATEGY } }
      retention:
        closed: { records: crm.customer, keep: P1Y, from: closed_on, then: anonymise }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), born DATE,"
                + " country VARCHAR(2), closed_on DATE)",
            "CREATE INDEX closed ON customer (closed_on)",
            "INSERT INTO customer VALUES (1, 'ann@example.org', '1980-05-05', 'DE', '2020-01-01'),"
                + " (2, 'bob@example.org', '1980-06-06', 'DE', '2020-01-01')");
  }

  @Test
  void whatTheDatabaseComputesOfAColumnIsAsUniqueAsTheColumn() throws Exception {
    computed("VARCHAR(80)", "LOWER(email)");
    refuses("email: redact", "once", "email");
    works("email: { template: 'x-{random}' }");
  }

  @Test
  void nullStaysNullInWhatIsComputedUnlessTheDatabaseSaysOtherwise() throws Exception {
    computed("VARCHAR(80)", "CONCAT(email, '')");
    if (engine().isH2()) { // which takes NULL for an empty text there
      refuses("email: set-null", "once", "email");
    } else {
      works("email: set-null");
    }
  }

  @Test
  void emptyingWhatIsComputedToTheSameForAllIsRefused() throws Exception {
    computed("VARCHAR(80)", "COALESCE(email, 'none')");
    refuses("email: set-null", "once", "email");
    refuses("email: { template: 'x-{random}' }", "once", "email");
  }

  @Test
  void aComputedYearCollides() throws Exception {
    engine().execute(SCHEMA, "UPDATE customer SET born = '1981-01-05' WHERE id = 1");
    computed("INT", "EXTRACT(YEAR FROM born) * 400 + EXTRACT(DAY FROM born)");
    refuses("born: year", "once", "born");
    works("email: redact");
  }

  @Test
  void whatIsComputedOfOtherColumnsTooIsWarnedOf() throws Exception {
    computed("VARCHAR(90)", "CONCAT(country, email)");
    CommandRun warned = opened("email: redact").command("validate");
    assertThat(warned.exitCode()).isZero();
    assertThat(warned.out()).contains("UNIQUE-AT-RISK", "once");
  }

  void computed(String type, String expression) throws Exception {
    boolean postgres = engine().isPostgres();
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD COLUMN computed "
                + type
                + " GENERATED ALWAYS AS ("
                + (postgres ? expression.replaceAll(CONCAT, "$1 || $2") : expression)
                + (postgres ? ") STORED" : ")"),
            "CREATE UNIQUE INDEX once ON customer (computed)");
  }

  void refuses(String strategy, String... words) throws Exception {
    CommandRun refused = opened(strategy).command("validate");
    assertThat(refused.exitCode()).as(strategy + refused.out() + refused.err()).isEqualTo(2);
    assertThat(refused.out()).contains("IMPOSSIBLE-ANONYMISATION").contains(words);
  }

  void works(String strategy) throws Exception {
    OpenedJob job = opened(strategy);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(strategy + valid.out() + valid.err()).isZero();
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(strategy + run.out() + run.err()).isZero();
  }

  private OpenedJob opened(String strategy) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB.replace("STRATEGY", strategy));
    job.generateKeys();
    return job;
  }
}
