package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** What subscribers and publishers have of rows is a copy that no run sees. */
@EnabledIfServer("postgres")
class PostgresPublicationsTest {
  private static final String SCHEMA = "published";
  private static final String JOB =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old: { records: crm.visit, keep: P1Y, from: seen, scan: allowed, then: delete }
      """;

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  private OpenedJob job(String... statements) throws Exception {
    clean();
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE visit (id INT NOT NULL UNIQUE, page TEXT, seen DATE) PARTITION BY RANGE (id)",
        "CREATE TABLE visit_low PARTITION OF visit FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE visit_high PARTITION OF visit FOR VALUES FROM (100) TO (200)",
        "INSERT INTO visit VALUES (1, 'a', '2020-01-01'), (101, 'b', '2020-01-01'),"
            + " (2, 'c', '2026-11-01')",
        "CREATE TABLE place (id INT PRIMARY KEY, name TEXT)");
    engine.execute(SCHEMA, statements);
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    return job;
  }

  @AfterEach
  void clean() throws Exception {
    engine.execute(
        "public",
        "DROP PUBLICATION IF EXISTS everything",
        "DROP PUBLICATION IF EXISTS visits",
        "DROP SUBSCRIPTION IF EXISTS feed");
  }

  private static final String[] IDENTITY = {
    "ALTER TABLE visit REPLICA IDENTITY FULL",
    "ALTER TABLE visit_low REPLICA IDENTITY FULL",
    "ALTER TABLE visit_high REPLICA IDENTITY FULL"
  };

  @Test
  void subscribersOfAllTablesAreNamedAsPlacesOfCopies() throws Exception {
    OpenedJob job = job(IDENTITY);
    engine.execute(SCHEMA, "CREATE PUBLICATION everything FOR ALL TABLES");

    assertThat(copiesOf(job, "every subscriber of its publication has applied the change"))
        .containsExactly("published");
  }

  @Test
  void aPublicationThatDoesNotSendDeletionsIsWarnedOfAndNamed() throws Exception {
    OpenedJob job =
        job("CREATE PUBLICATION visits FOR TABLE visit WITH (publish = 'insert, update')");
    engine.execute(SCHEMA, IDENTITY);

    assertThat(job.command("validate").out())
        .contains("SUBSCRIBERS-KEEP", "does not send deletions", "ALTER PUBLICATION");
    assertThat(copiesOf(job, "does not send deletions"))
        .containsExactly("published-without-deletes");
  }

  @Test
  void aPublicationOfSomeRowsOrColumnsIsNamedAsSuch() throws Exception {
    OpenedJob job = job(IDENTITY);
    engine.execute(
        SCHEMA,
        "CREATE PUBLICATION visits FOR TABLE visit_low WHERE (id > 0)",
        "CREATE PUBLICATION everything FOR TABLE place");

    assertThat(copiesOf(job, "a row filter or list of columns"))
        .containsExactly("published-in-part");
  }

  @Test
  void aTableThatASubscriptionFillsIsWarnedOfAndNamed() throws Exception {
    OpenedJob job = job();
    engine.execute(
        SCHEMA,
        "CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 dbname=nowhere password=x' PUBLICATION"
            + " all_of_it WITH (connect = false)",
        "INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate)"
            + " SELECT oid, 'visit_low'::regclass, 'r' FROM pg_subscription",
        "ALTER SUBSCRIPTION feed SET (slot_name = NONE)");

    assertThat(job.command("validate").out())
        .contains("SUBSCRIBED-TABLE", "a subscription fills table 'visit'");
    assertThat(copiesOf(job, "the publisher of its subscription")).containsExactly("subscribed");
  }

  @Test
  void aTableWhoseRowsSubscribersCouldNotTellApartIsRefusedBeforeAnythingIsTouched()
      throws Exception {
    OpenedJob job = job("CREATE PUBLICATION visits FOR TABLE visit");

    CommandRun refused = job.command("validate");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err() + refused.out())
        .contains("NO-REPLICA-IDENTITY", "table 'visit'", "REPLICA IDENTITY USING INDEX")
        .doesNotContain("NO-PRIVILEGE");
  }

  private List<String> copiesOf(OpenedJob job, String message) throws Exception {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("messages").toString()).contains(message);
    List<Residuals.Copy> copies =
        job.certificatesOf(run.json().get("runId").asString()).get(0).residuals().copies().stream()
            .filter(copy -> copy.place() == Residuals.Place.DOWNSTREAM_COPY)
            .toList();
    assertThat(copies)
        .extracting(Residuals.Copy::of, Residuals.Copy::latestExpiry)
        .containsOnly(tuple("crm.visit", java.util.Optional.empty()));
    return copies.stream().map(Residuals.Copy::protection).toList();
  }
}
