package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What a row that cannot be changed hangs on stays with it in a dump, and so does its pointer. */
class DoubtfulRowsInDumpsTest {
  private static final String SCHEMA = "doubtful_rows";
  private static final String JOB =
      """
      quietus: 1
      job: notes
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      anonymise:
        crm.note: { with: { body: set-null, noted_on: year } }
      erasure:
        records:
          crm.customer: { then: delete }
          crm.visit: { then: delete }
          crm.note: { then: anonymise }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  @TempDir Path directory;

  @Test
  void staysUnderItsParentsWhereAValueCannotBeRead() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))",
        "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT,"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE TABLE note (id INT NOT NULL PRIMARY KEY, visit_id INT, noted_on DATE,"
            + " body VARCHAR(50), FOREIGN KEY (visit_id) REFERENCES visit (id))",
        "INSERT INTO customer VALUES (1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org')");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path dump =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `customer` VALUES (1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org');
            CREATE TABLE `note` (`id` int NOT NULL, `visit_id` int, `noted_on` date, `body` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `note` VALUES (1,1,'2025-05-05','of ann'),(2,2,'2025-13-45','of ann'),(3,3,'2025-05-05','of bob');
            CREATE TABLE `visit` (`id` int NOT NULL, `customer_id` int, PRIMARY KEY (`id`));
            INSERT INTO `visit` VALUES (1,1),(2,1),(3,2);
            -- Dump completed on 2026-02-01  2:00:00
            """);
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readString(dump))
        .contains("`note` VALUES (1,NULL,'2025-01-01',NULL),(2,2,'2025-13-45','of ann'),(3,3,")
        .contains("`visit` VALUES (2,1),(3,2);")
        .contains("(1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org')");
  }

  @Test
  void staysWithAnOwnRowAtWhichItPoints() throws Exception {
    String job =
        """
        quietus: 1
        job: referrals
        controller: Example GmbH
        zone: UTC
        evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
        databases:
          crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
        subjects:
          customer: { records: crm.customer, identifiers: { email: email, phone: mobile } }
        erasure:
          records:
            crm.customer: { then: delete }
        object-stores: { vault: { url: "${VAULT}" } }
        backups:
          nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
        """;
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50),"
            + " referred_by INT, FOREIGN KEY (referred_by) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1,'ann@example.org','+4930123456',NULL),"
            + "(2,'bob@example.org',NULL,NULL),(3,'cy@example.org','+4930765432',NULL)");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path dump =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), `phone` varchar(50), `referred_by` int, PRIMARY KEY (`id`));
            INSERT INTO `customer` VALUES (1,'ann@example.org','+4930123456',NULL),(2,'bob@example.org',NULL,NULL),(9,'ann@example.org','+4930123456',1);
            -- Dump completed on 2026-02-01  2:00:00
            """);
    OpenedJob opened =
        new OpenedJob(directory, engine.server(), SCHEMA, job)
            .with("VAULT", vault.toUri().toString());
    assertThat(opened.generateKeys().exitCode()).isZero();
    opened.request("email: ann@example.org");

    CommandRun run = opened.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readString(dump))
        .contains("(1,'ann@example.org','+4930123456',NULL),(2,")
        .contains("(9,'ann@example.org','+4930123456',1);");
  }
}
