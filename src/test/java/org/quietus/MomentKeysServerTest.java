package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Persons whose key is a moment are found in dumps of any zone, and nobody else is. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "it is about mysqldump")
class MomentKeysServerTest {
  private static final String SCHEMA = "moment_keys";
  private static final String JOB =
      """
      quietus: 1
      job: moments
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        person: { records: crm.person, identifiers: { email: email, phone: phone } }
      erasure:
        records: { crm.person: { then: delete }, crm.note: { then: delete } }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite%s }
      """;
  private static final String DUMP =
      """
      -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
      %1$s
      CREATE TABLE `note` (
        `began` datetime(6) NOT NULL,
        `person` timestamp(3) NOT NULL,
        PRIMARY KEY (`began`)
      );
      INSERT INTO `note` VALUES ('2024-07-01 12:00:00.000001','%2$s'),('2024-07-01 12:00:00.000002','%3$s');
      CREATE TABLE `person` (
        `at` timestamp(3) NOT NULL,
        `email` varchar(50),
        `phone` varchar(50),
        PRIMARY KEY (`at`)
      );
      INSERT INTO `person` VALUES ('%2$s','ann@example.org','+49 1555 9'),('%3$s','ben@example.org','+49 1555 2');
      -- Dump completed on 2026-02-01  2:00:00
      """;

  @TempDir Path directory;
  private Path vault;

  @BeforeEach
  void fill() throws Exception {
    ShopEngine engine = ShopEngine.shared();
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE person (at TIMESTAMP(3) NOT NULL DEFAULT '2000-01-01' PRIMARY KEY, email"
            + " VARCHAR(50), phone VARCHAR(50))",
        "CREATE TABLE note (began DATETIME(6) PRIMARY KEY, person TIMESTAMP(3) NOT NULL DEFAULT"
            + " '2000-01-01', FOREIGN KEY (person) REFERENCES person (at))",
        "INSERT INTO person VALUES ('2024-07-01 12:00:00.123', 'ann@example.org', '+49 1555 1'),"
            + " ('2024-07-01 12:00:00.124', 'ben@example.org', '+49 1555 2')",
        "INSERT INTO note VALUES ('2024-07-01 12:00:00.000001', '2024-07-01 12:00:00.123')");
    vault = Files.createDirectory(directory.resolve("vault"));
  }

  /** Ben's moment is spelled there as Ann's is in UTC. */
  private void write(String name, String zone, String ann) throws Exception {
    Files.writeString(
        vault.resolve(name), DUMP.formatted(zone, ann + ".123", "2024-07-01 12:00:00.124"));
  }

  private CommandRun erase(String declared) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, ShopEngine.shared().server(), SCHEMA, JOB.formatted(declared))
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");
    return job.run();
  }

  private void assertWithoutAnn(String name) throws Exception {
    assertThat(Files.readString(vault.resolve(name)))
        .as(name)
        .doesNotContain("ann@example.org", ".123'")
        .contains("ben@example.org", "000002");
  }

  @Test
  void areReadInTheZoneThatTheDumpSets() throws Exception {
    write("utc.sql", "/*!40103 SET TIME_ZONE='+00:00' */;", "2024-07-01 12:00:00");
    write("india.sql", "/*!40103 SET TIME_ZONE='+05:30' */;", "2024-07-01 17:30:00");
    write("west.sql", "SET time_zone = \"-9:00\";", "2024-07-01 03:00:00");
    write("berlin.sql", "SET time_zone = 'Europe/Berlin';", "2024-07-01 14:00:00");
    CommandRun run = erase("");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    for (String name : new String[] {"utc.sql", "india.sql", "west.sql", "berlin.sql"}) {
      assertWithoutAnn(name);
    }
  }

  @Test
  void areReadInTheDeclaredZoneWhereTheDumpSetsNone() throws Exception {
    write("local.sql", "", "2024-07-01 14:00:00");
    CommandRun run = erase(", zone: Europe/Berlin");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertWithoutAnn("local.sql");
  }

  @Test
  void areNotReadWithoutAZone() throws Exception {
    write("local.sql", "", "2024-07-01 14:00:00");
    CommandRun run = erase("");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readString(vault.resolve("local.sql"))).contains("ann@example.org");
    assertThat(run.err()).contains("'person.at'", "give the set a 'zone'");
  }

  @Test
  void areNotReadAsInstantsWhereTheyHadNoZoneThen() throws Exception {
    write("utc.sql", "/*!40103 SET TIME_ZONE='+00:00' */;", "2024-07-01 12:00:00");
    Path dump = vault.resolve("utc.sql");
    Files.writeString(dump, Files.readString(dump).replace("timestamp(3)", "datetime(3)"));
    CommandRun run = erase("");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readString(dump)).contains("ann@example.org");
    assertThat(run.out() + run.err()).contains("is of type datetime(3), and timestamp(3)");
  }
}
