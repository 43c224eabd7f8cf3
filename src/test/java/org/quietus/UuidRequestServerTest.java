package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Who is named by a UUID is found however it is spelled, and nobody else is. */
@EnabledIfServer
class UuidRequestServerTest {
  private static final String SCHEMA = "uuids";
  private static final String JOB =
      """
      quietus: 1
      job: uuids
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { uid: id }, created: joined }
      erasure:
        records:
          crm.customer: { then: delete }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: FORMAT,\
         keep: P90D, on-erasure: rewrite, pitr: none }
      """;

  private static final String ANN = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String BOB = "3f2504e0-4f89-41d3-9a0c-0305e82c3302";
  private static final String CAT = "{3F2504E0-4F89-41D3-9A0C-0305E82C3303}";
  private static final String GONE = "3F2504E04F8941D39A0C0305E82C3307";

  @TempDir Path directory;
  private Path vault;
  private OpenedJob job;
  private final ShopEngine engine = ShopEngine.shared();

  @BeforeEach
  void fill() throws Exception {
    fill("VARCHAR(45)", CAT);
  }

  private void fill(String type, String cat) throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, uid " + type + ", joined DATE)",
        "INSERT INTO customer VALUES (1, '" + ANN + "', '2019-01-01')",
        "INSERT INTO customer VALUES (2, '" + BOB + "', '2019-01-01')",
        "INSERT INTO customer VALUES (3, '" + cat + "', '2019-01-01')");
    Path files = Files.createTempDirectory(directory, "job");
    vault = Files.createDirectory(files.resolve("vault"));
    put("1.sql", type, cat);
    job =
        new OpenedJob(
                files,
                engine.server(),
                SCHEMA,
                JOB.replace("FORMAT", engine.isPostgres() ? "pg_dump" : "mysqldump"))
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void inTheDatabaseAndInBackupsAndInThoseThatComeLater() throws Exception {
    job.request("id: {" + ANN.toUpperCase(Locale.ROOT) + "}");
    job.request("id: urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3303");

    run(0);

    assertThat(engine.rows(SCHEMA).toString()).contains(BOB).doesNotContain(ANN, CAT);
    assertThat(Files.readString(vault.resolve("1.sql")))
        .contains(BOB, GONE)
        .doesNotContain(ANN, CAT);
    put("2.sql", "VARCHAR(45)", CAT);
    run(0);
    assertThat(Files.readString(vault.resolve("2.sql")))
        .contains(BOB, GONE)
        .doesNotContain(ANN, CAT);
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "postgres"},
      because = "MySQL has no type for them")
  void inColumnsOfTheirOwnType() throws Exception {
    String cat = CAT.substring(1, CAT.length() - 1).toLowerCase(Locale.ROOT);
    fill("UUID", cat);
    job.request("id: " + ANN.replace("-", "").toUpperCase(Locale.ROOT));
    job.request("id: " + CAT);

    run(0);

    assertThat(engine.rows(SCHEMA).toString()).contains(BOB).doesNotContain(ANN, cat);
    assertThat(Files.readString(vault.resolve("1.sql"))).contains(BOB).doesNotContain(ANN, cat);
  }

  @Test
  void alsoWhoIsInBackupsAlone() {
    String request = job.request("id: 3f2504e0-4f89-41d3-9a0c-0305e82c3307");

    run(8);

    assertThat(
            job.command("request review", request, "--json")
                .json()
                .get("copies")
                .get("rows")
                .size())
        .isEqualTo(1);
  }

  @Test
  void aHoldBindsInWhateverSpelling() throws Exception {
    String request = job.request("id: " + GONE);
    run(8);
    String list =
        job.command("request review", request, "--json")
            .json()
            .get("copies")
            .get("list")
            .asString();
    CommandRun theirs =
        job.command(
            "request review",
            request,
            "--theirs",
            "all",
            "--of",
            list,
            "--reason",
            "known-by-support");
    assertThat(theirs.exitCode()).as(theirs.err()).isZero();
    CommandRun hold =
        job.typing(
            "id: {3f2504e0-4F89-41d3-9a0c-0305e82c3307}\n",
            "hold add",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-31",
            "--identifiers-from",
            "-");
    assertThat(hold.exitCode()).as(hold.err()).isZero();

    job.run();

    assertThat(Files.readString(vault.resolve("1.sql"))).contains(GONE);
  }

  /** As two traits it would take a row under another key. */
  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "they write INSERT statements")
  void inTwoSpellingsOneUuidIsOneTrait() throws Exception {
    engine.execute(SCHEMA, "ALTER TABLE customer ADD COLUMN device VARCHAR(45)");
    String shared = "(8,'" + ANN + "','2019-01-01','" + ANN.replace("-", "") + "')";
    String dump =
        MYSQLDUMP
            .formatted("VARCHAR(45)", shared)
            .replace("`joined` date", "`joined` date, `device` VARCHAR(45)");
    Files.writeString(vault.resolve("1.sql"), dump);
    job =
        new OpenedJob(
                vault.getParent(),
                engine.server(),
                SCHEMA,
                JOB.replace("FORMAT", "mysqldump").replace("uid: id", "uid: id, device: id"))
            .with("VAULT", vault.toUri().toString());
    job.request("id: " + ANN);

    run(8);
    assertThat(Files.readString(vault.resolve("1.sql"))).contains(shared);

    Files.writeString(vault.resolve("2.sql"), dump);
    run(8);
    assertThat(Files.readString(vault.resolve("2.sql"))).contains(shared);
  }

  private void put(String name, String type, String cat) throws Exception {
    List<String> uids = List.of(ANN, BOB, cat, GONE);
    StringBuilder rows = new StringBuilder();
    if (engine.isPostgres()) {
      for (int n = 0; n < uids.size(); n++) {
        rows.append(n == 3 ? 7 : n + 1).append('\t').append(uids.get(n)).append("\t2019-01-01\n");
      }
      Files.writeString(vault.resolve(name), PG_DUMP.formatted(SCHEMA, type, SCHEMA, rows));
    } else {
      for (int n = 0; n < uids.size(); n++) {
        rows.append(n == 0 ? "" : ",")
            .append("(" + (n == 3 ? 7 : n + 1) + ",'" + uids.get(n) + "','2019-01-01')");
      }
      Files.writeString(vault.resolve(name), MYSQLDUMP.formatted(type, rows));
    }
  }

  private static final String MYSQLDUMP =
      """
      -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
      CREATE TABLE `customer` (`id` int NOT NULL, `uid` %s, `joined` date, PRIMARY KEY (`id`));
      INSERT INTO `customer` VALUES %s;
      -- Dump completed on 2026-02-01  2:00:00
      """;

  private static final String PG_DUMP =
      """
      --
      -- PostgreSQL database dump
      --

      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;

      CREATE TABLE %s.customer (
          id integer NOT NULL,
          uid %s,
          joined date
      );

      COPY %s.customer (id, uid, joined) FROM stdin;
      %s\\.

      --
      -- PostgreSQL database dump complete
      --
      """;

  private void run(int exitCode) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
  }
}
