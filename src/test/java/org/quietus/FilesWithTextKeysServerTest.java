package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Log files that name persons by a key of letters which only the server can compare. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others compare texts as they are")
class FilesWithTextKeysServerTest {
  private static final String SCHEMA = "text_keys";
  private static final String JOB =
      """
      quietus: 1
      job: letters
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        member: { records: crm.member, identifiers: { email: email } }
      erasure:
        records:
          crm.member: { then: delete }
      object-stores: { disk: { url: "${DISK}" } }
      files:
        logs:
          of: crm
          in: disk
          objects: "*.jsonl"
          format: jsonl
          from: at
          persons: { member: { user: name, mail: email } }
          on-erasure: delete
      """;

  private static final String OF_ANN = "{\"at\":\"2026-02-01T00:00:00Z\",\"user\":\"ann\"}\n";
  private static final String OF_JÜRGEN =
      "{\"at\":\"2026-02-01T00:00:00Z\",\"mail\":\"j@example.org\"}\n"
          + "{\"at\":\"2026-02-01T00:00:00Z\",\"user\":\"jürgen\",\"mail\":\"j@example.org\"}\n";
  private static final String OTHERS =
      """
      {"at":"2026-02-01T00:00:00Z","user":"müller"}
      {"at":"2026-02-01T00:00:00Z","user":"bob","mail":"j@example.org"}
      {"at":"2026-02-01T00:00:00Z","user":"bob"}
      {"at":"2026-02-01T00:00:00Z","user":"müller","mail":"a@example.org"}
      """;

  @TempDir Path directory;

  @Test
  void areSearchedForEverybodyElse() throws Exception {
    ShopEngine engine = ShopEngine.shared();
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE member (name VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
            + " PRIMARY KEY, email VARCHAR(60)) ENGINE = InnoDB",
        "INSERT INTO member VALUES ('Ann', 'a@example.org'), ('jürgen', 'j@example.org'),"
            + " ('bob', 'b@example.org')");
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path log = Files.writeString(disk.resolve("a.jsonl"), OF_ANN + OF_JÜRGEN + OTHERS);
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: a@example.org");
    job.request("email: j@example.org");

    CommandRun run = job.run();

    assertThat(Files.readString(log)).as(run.out() + run.err()).isEqualTo(OTHERS);
    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(run.out() + run.err())
        .contains("1 record has a key in letters that only the database can compare");

    Path late = Files.writeString(disk.resolve("b.jsonl"), OF_ANN + OTHERS);
    job.at("2026-03-02T12:00:00Z").run();
    assertThat(Files.readString(late)).isEqualTo(OTHERS);
  }

  private static final String DUMPS =
      """
      backups:
        tables: { of: crm, in: disk, objects: "night/*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  private static final String MEMBERS =
      """
      CREATE TABLE `member` (
        `name` varchar(40) NOT NULL,
        `email` varchar(60) DEFAULT NULL,
        PRIMARY KEY (`name`)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
      """;

  private static final String VISITS =
      """
      CREATE TABLE `visit` (
        `id` bigint(20) NOT NULL,
        `who` varchar(40) DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
      """;

  /** The database takes {@code ANN} and {@code Ann } for one key, and so does who looks later. */
  @Test
  void andDumpsThatComeLaterAreSearchedWhateverCaseTheKeyIsIn() throws Exception {
    ShopEngine engine = ShopEngine.shared();
    engine.fresh(SCHEMA);
    String collated = " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
    engine.execute(
        SCHEMA,
        "CREATE TABLE member (name VARCHAR(40)"
            + collated
            + " PRIMARY KEY, email VARCHAR(60)) ENGINE = InnoDB",
        "CREATE TABLE visit (id BIGINT PRIMARY KEY, who VARCHAR(40)"
            + collated
            + ", FOREIGN KEY (who) REFERENCES member (name)) ENGINE = InnoDB",
        "INSERT INTO member VALUES ('Ann', 'a@example.org'), ('bob', 'b@example.org')",
        "INSERT INTO visit VALUES (1, 'Ann'), (2, 'bob')");
    Path disk = Files.createDirectories(directory.resolve("disk/night")).getParent();
    String others = "INSERT INTO `member` VALUES ('bob','b@example.org');\n";
    Path members =
        Files.writeString(
            disk.resolve("night/member.sql"),
            dump(MEMBERS, "INSERT INTO `member` VALUES ('Ann','a@example.org');\n" + others));
    OpenedJob job =
        new OpenedJob(
                directory,
                engine.server(),
                SCHEMA,
                JOB.replace("{ then: delete }", "{ then: delete }\n    crm.visit: { then: delete }")
                    + DUMPS)
            .with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: a@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(members)).isEqualTo(dump(MEMBERS, others));

    String of = OF_ANN.replace("ann", "ANN") + OF_ANN.replace("ann", "ann ") + OF_ANN;
    String bob = OF_ANN.replace("ann", "bob");
    Path log = Files.writeString(disk.resolve("late.jsonl"), of + bob);
    Path visits =
        Files.writeString(
            disk.resolve("night/visit.sql"),
            dump(VISITS, "INSERT INTO `visit` VALUES (1,'ANN'),(2,'bob'),(3,'ann ');\n"));
    run = job.at("2026-03-20T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(log)).isEqualTo(bob);
    assertThat(Files.readString(visits))
        .isEqualTo(dump(VISITS, "INSERT INTO `visit` VALUES (2,'bob');\n"));
  }

  private static String dump(String table, String rows) {
    return "-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n"
        + "/*!40101 SET NAMES utf8mb4 */;\n"
        + table
        + rows
        + "-- Dump completed on 2026-01-01  1:00:00\n";
  }
}
