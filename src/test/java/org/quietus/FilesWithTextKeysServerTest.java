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
        "INSERT INTO member VALUES ('ann', 'a@example.org'), ('jürgen', 'j@example.org'),"
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
}
