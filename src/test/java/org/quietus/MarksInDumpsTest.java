package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A mark in a dump that the values of its row belie. */
class MarksInDumpsTest {
  private static final String SCHEMA = "marks_in_dumps";
  private static final String CUST =
      "id INT NOT NULL PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50), note VARCHAR(20),"
          + " done_at DATE";
  private static final String CHAT =
      "id INT NOT NULL PRIMARY KEY, cust_id INT, body VARCHAR(20), ref VARCHAR(20), done_at"
          + " DATE";
  private static final String SECOND = "(2,'c2@example.org','+49 1555 22','milk','2025-01-01')";
  private static final String JOB =
      """
      quietus: 1
      job: marks
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: crm.cust, identifiers: { email: email, phone: phone } }
      anonymise:
        crm.cust: { mark: done_at, with: { email: set-null, phone: set-null, note: set-null } }
        crm.chat: { mark: done_at, with: { body: redact, ref: random } }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      erasure:
        records:
          crm.cust: { then: anonymise }
          crm.chat: { then: anonymise }
      """;

  @TempDir Path directory;

  @Test
  void keepsNobodyFromBeingErased() throws Exception {
    ShopEngine engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    String first = "(1,'c1@example.org','+49 1555 11','tea','2025-01-01')";
    String chats =
        "(1,1,'hello c1','abc1','2025-01-01'),(2,2,'hello c2','abc2',NULL),"
            + "(3,1,'***','xyz9','2025-01-01')";
    engine.execute(
        SCHEMA,
        "CREATE TABLE cust (" + CUST + ")",
        "CREATE TABLE chat (" + CHAT + ", FOREIGN KEY (cust_id) REFERENCES cust (id))",
        "INSERT INTO cust VALUES " + first + "," + SECOND,
        "INSERT INTO chat VALUES " + chats);
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path clear = Files.writeString(vault.resolve("clear.sql"), dump(first, chats));
    Path refilled =
        Files.writeString(
            vault.resolve("refilled.sql"), dump("(1,NULL,NULL,'c1 again','2025-01-01')", chats));
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString())
            .at("2026-03-01T12:00:00Z");
    assertThat(job.generateKeys().exitCode()).isZero();
    String request = job.request("email: c1@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .isEqualTo("completed");
    for (Path dump : new Path[] {clear, refilled}) {
      assertThat(Files.readString(dump))
          .doesNotContain("c1@", "c1 again", "hello c1", "abc1", "1555 11")
          .contains(SECOND, "(2,2,'hello c2','abc2',NULL)", "(3,1,'***','xyz9'");
    }
  }

  private static String dump(String first, String chats) {
    return """
    -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
    CREATE TABLE `chat` (%s);
    INSERT INTO `chat` VALUES %s;
    CREATE TABLE `cust` (%s);
    INSERT INTO `cust` VALUES %s,%s;
    -- Dump completed on 2026-02-01  2:00:00
    """
        .formatted(CHAT, chats, CUST, first, SECOND);
  }
}
