package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * What comes to hang on a row that an erasure deleted, between the person and it, is the person's:
 * no foreign key keeps it out where the job file alone declares the reference.
 */
abstract class LateBelowDeletedContract {
  private static final String SCHEMA = "late_below";

  private static final String JOB =
      """
      quietus: 1
      job: devices
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        account:
          records: crm.account
          identifiers: { email: email, phone: phone }
          created: created_at
          owns: [ "crm.telemetry.serial -> crm.device.serial", "crm.place.telemetry_id -> crm.telemetry.id" ]
      erasure:
        clock: { settle: PT6H }
        records:
          crm.account: { then: delete }
          crm.device: { then: delete }
          crm.telemetry: { then: delete }
          crm.place: { then: delete }
      """;

  private static final String LATE_SCAN = "2026-03-02T12:00:00Z";

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** DDL of a trigger by which a report arrives while a device of Ann's is being deleted. */
  abstract String reporting();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE account (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40),"
            + " created_at "
            + engine().columns().moment()
            + ")",
        "CREATE TABLE device (id INT NOT NULL PRIMARY KEY, account_id INT, serial VARCHAR(40) NOT"
            + " NULL UNIQUE, FOREIGN KEY (account_id) REFERENCES account (id))",
        "CREATE TABLE telemetry (id INT NOT NULL PRIMARY KEY, serial VARCHAR(40), kind"
            + " VARCHAR(20))",
        "CREATE INDEX telemetry_serial ON telemetry (serial)",
        "CREATE TABLE place (id INT NOT NULL PRIMARY KEY, telemetry_id INT)",
        "CREATE INDEX place_telemetry ON place (telemetry_id)",
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00'),"
            + " (2, 'bob@example.org', '+49 30 2000', '2020-01-01 00:00:00')",
        "INSERT INTO device VALUES (11, 1, 'a-1'), (12, 1, 'a-2'), (21, 2, 'b-1')",
        "INSERT INTO telemetry VALUES (1, 'a-1', 'old'), (2, 'a-2', 'old'), (3, 'b-1', 'old')",
        "INSERT INTO place VALUES (1, 1), (3, 3)");
    job = opened(JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void theSecondScanFindsIt() throws Exception {
    String ann = erasedAnn();
    execute(
        "INSERT INTO telemetry VALUES (7, 'a-1', 'late'), (8, 'b-1', 'bobs'), (9, 'c-1',"
            + " 'nobodys')",
        "INSERT INTO place VALUES (7, 7), (17, 1), (8, 8)");
    assertThat(control()).isNotEmpty().noneMatch(row -> row.contains("a-1"));

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3, 8, 9);
    assertThat(ids("place")).containsExactly(3, 8);
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(control()).isEmpty();
  }

  @Test
  void whatArrivesWhileTheRunDeletesGoesInTheSameRun() throws Exception {
    execute(reporting());
    job =
        opened(
            JOB.replace("  clock: { settle: PT6H }\n", "")
                + "triggers: { acknowledged: { crm.device: [ crm.telemetry ] } }\n");
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(control()).isEmpty();
  }

  @Test
  void whatArrivesWhileARuleDeletesGoesInTheSameRun() throws Exception {
    execute(reporting(), "CREATE INDEX account_created ON account (created_at)");
    job =
        opened(
            JOB.replace(
                    "erasure:",
                    "retention:\n  old: { records: crm.account, where: \"id = 1\", keep: P1Y, from:"
                        + " created_at, then: delete }\nerasure:")
                + "triggers: { acknowledged: { crm.device: [ crm.telemetry ] } }\n");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("device")).containsExactly(21);
    assertThat(ids("telemetry")).containsExactly(3);
  }

  @Test
  void theSecondScanFindsItBelowARowWhoseKeyWasAnonymised() throws Exception {
    job =
        opened(
            JOB.replaceFirst(
                    """
                    erasure:
                    """,
                    """
                    anonymise:
                      crm.account: { with: { email: set-null, phone: set-null } }
                      crm.device: { with: { serial: { template: "gone-{random}" } } }
                      crm.telemetry: { with: { kind: { fixed: gone } } }
                    erasure:
                    """)
                .replaceAll("(account|device|telemetry): \\{ then: delete", "$1: { then: anonymise")
                .replace("place: { then: delete", "place: { then: delete, with: parent"));
    String ann = job.request("email: ann@example.org");
    CommandRun first = job.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    execute("INSERT INTO telemetry VALUES (7, 'a-1', 'late'), (8, 'b-1', 'bobs')");

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("telemetry"))
        .contains("id=7 | serial=a-1 | kind=gone", "id=8 | serial=b-1 | kind=bobs");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void theSecondScanFindsItBelowMoreRowsThanAStatementOrChunkHolds() throws Exception {
    int many = 1_300;
    execute("INSERT INTO device VALUES " + rows(many, "(%1$d, 1, 'm-%1$d')"));
    String ann = erasedAnn();
    execute("INSERT INTO telemetry VALUES " + rows(many, "(%1$d, 'm-%1$d', 'late')"));

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(run.json().at("/byTable/crm.telemetry/deleted").asInt()).isEqualTo(many);
    assertThat(state(ann)).isEqualTo("completed");
  }

  private static String rows(int count, String row) {
    return IntStream.range(1_000, 1_000 + count)
        .mapToObj(row::formatted)
        .collect(Collectors.joining(", "));
  }

  @Test
  void whereTheKeyIsSomebodyElsesTodayItStaysAndIsNamed() throws Exception {
    String ann = erasedAnn();
    execute(
        "INSERT INTO device VALUES (22, 2, 'a-1')",
        "INSERT INTO telemetry VALUES (7, 'a-1', 'whose?'), (8, 'a-2', 'late')");

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("1 row of crm.telemetry hangs on a key", ann, "--unmatched");
    assertThat(ids("telemetry")).containsExactly(3, 7);
    assertThat(ids("device")).containsExactly(21, 22);

    CommandRun wordy =
        job.command("request accept", ann, "--unmatched", "--reason", "looked-at-".repeat(4) + "x");
    assertThat(wordy.exitCode()).as(wordy.out() + wordy.err()).isEqualTo(2);
    assertThat(wordy.err()).contains("give 1 to 40 ");
    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "looked-at");
    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    execute("INSERT INTO telemetry VALUES (9, 'a-2', 'later')"); // the other key is hers still
    CommandRun last = job.at("2026-03-03T12:00:00Z").run();
    assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3, 7);
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whereTheRowThatItHangsOnIsBackBothGo() throws Exception {
    String ann = erasedAnn();
    execute(
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00')",
        "INSERT INTO device VALUES (11, 1, 'a-1')",
        "INSERT INTO telemetry VALUES (7, 'a-1', 'late'), (8, 'a-2', 'late')");

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(ids("device")).containsExactly(21);
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void aHoldOnItBinds() throws Exception {
    String ann = erasedAnn();
    execute("INSERT INTO telemetry VALUES (7, 'a-1', 'evidence'), (8, 'a-2', 'late')");
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.telemetry",
            "--where",
            "kind = 'evidence'",
            "--reference",
            "Case-7",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).contains(7);
    assertThat(state(ann)).isEqualTo("settling");

    job.command("hold release", "--reference", "Case-7", "--reason", "closed");
    CommandRun last = job.at("2026-03-03T12:00:00Z").run();
    assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void aColumnThatIsGoneIsUnmatched() throws Exception {
    String ann = erasedAnn();
    execute(
        "ALTER TABLE device ADD COLUMN label VARCHAR(20)",
        "UPDATE device SET label = serial",
        "CREATE UNIQUE INDEX device_label ON device (label)",
        "INSERT INTO telemetry VALUES (7, 'a-1', 'late')");
    job = opened(JOB.replace("crm.device.serial", "crm.device.label"));

    CommandRun run = job.at(LATE_SCAN).run();
    if (run.exitCode() == 7) {
      job.command("approve", run.err().replaceAll("(?s).*job\\.yaml ([0-9a-f]{12}).*", "$1"));
      run = job.run();
    }

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("device.serial");
    assertThat(state(ann)).isEqualTo("settling");
    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "looked-at");
    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    assertThat(job.run().exitCode()).isZero();
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void aDumpThatHasItAndNotTheDeletedRowIsRewritten() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    job =
        opened(
                JOB
                    + """
                    object-stores:
                      disk: { url: "${DISK}" }
                    backups:
                      nightly: { of: crm, in: disk, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                    """)
            .with("DISK", disk.toUri().toString());
    erasedAnn();
    execute("INSERT INTO telemetry VALUES (7, 'a-1', 'late')");
    Path dump = disk.resolve("monday.sql");
    Files.writeString(dump, dumped("(21,2,'b-1')"));
    Path other = disk.resolve("reused.sql");
    Files.writeString(other, dumped("(21,2,'b-1'),(30,2,'a-1')"));

    CommandRun run = job.at(LATE_SCAN).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(Files.readString(dump))
        .contains("(3,'b-1','old')", "(3,3)", "(9,'z-9','x')")
        .doesNotContain("(7,'a-1'", "(77,7)");
    assertThat(Files.readString(other)).contains("(7,'a-1','late')", "(77,7)");
  }

  private static String dumped(String devices) {
    return """
    -- MariaDB dump
    /*!40101 SET NAMES utf8mb4 */;
    /*!40103 SET TIME_ZONE='+00:00' */;
    CREATE TABLE `account` (`id` int NOT NULL, `email` varchar(80), `phone` varchar(40), `created_at` datetime(6), PRIMARY KEY (`id`)) ENGINE=InnoDB;
    INSERT INTO `account` VALUES (2,'bob@example.org','+49 30 2000','2020-01-01 00:00:00');
    CREATE TABLE `device` (`id` int NOT NULL, `account_id` int, `serial` varchar(20) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB;
    INSERT INTO `device` VALUES %s;
    CREATE TABLE `telemetry` (`id` int NOT NULL, `serial` varchar(20), `kind` varchar(20), PRIMARY KEY (`id`)) ENGINE=InnoDB;
    INSERT INTO `telemetry` VALUES (3,'b-1','old'),(7,'a-1','late'),(9,'z-9','x');
    CREATE TABLE `place` (`id` int NOT NULL, `telemetry_id` int, PRIMARY KEY (`id`)) ENGINE=InnoDB;
    INSERT INTO `place` VALUES (3,3),(77,7);
    -- Dump completed on 2026-03-02  2:00:00
    """
        .formatted(devices);
  }

  private String erasedAnn() throws Exception {
    String ann = job.request("email: ann@example.org");
    CommandRun first = job.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(ids("telemetry")).containsExactly(3);
    assertThat(state(ann)).isEqualTo("settling");
    return ann;
  }

  private OpenedJob opened(String yaml) throws Exception {
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }

  private List<String> control() throws SQLException {
    return engine().control(SCHEMA).getOrDefault("gone_key", List.of());
  }

  private List<Integer> ids(String table) throws SQLException {
    return engine().rows(SCHEMA).getOrDefault(table, List.of()).stream()
        .map(row -> Integer.parseInt(row.replaceAll("^id=(\\d+) .*", "$1")))
        .sorted()
        .toList();
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  private void execute(String... statements) throws SQLException {
    engine().execute(SCHEMA, statements);
  }
}
