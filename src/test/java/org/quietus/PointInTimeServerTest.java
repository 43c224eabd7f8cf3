package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.BinaryLogReplay;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.MariaDbServer;
import org.quietus.testing.Servers;
import org.quietus.testing.TableRows;

/** A dump that persons were taken out of is restored, and the binary log replayed on it. */
@EnabledIfServer(value = "mariadb", because = "it is about its tools and its binary log")
@Tag("long") // formats and refusals are tried without a server
class PointInTimeServerTest {
  private static final String SCHEMA = "pitr";
  private static final int KEY_NOT_FOUND = 1032;
  private static final int PARTIAL = 8;
  private static final Pattern POSITION =
      Pattern.compile("MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\\d+)");

  private static final String TABLES =
      """
      CREATE TABLE customer (id BIGINT PRIMARY KEY, email VARCHAR(200), phone VARCHAR(40), created_at TIMESTAMP NULL);
      CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL, what VARCHAR(40),
        CONSTRAINT of FOREIGN KEY (customer_id) REFERENCES customer (id));
      CREATE TABLE visit (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL, page VARCHAR(40));
      INSERT INTO customer VALUES (1, 'ann@example.org', '+49 1', '2020-01-01'), (2, 'ben@example.org', '+49 2', '2020-01-01');
      INSERT INTO orders VALUES (1, 1, 'ink'), (2, 2, 'pen');
      INSERT INTO visit VALUES (1, 1, 'home'), (2, 2, 'home');
      """;

  private static final String LATER =
      """
      UPDATE orders SET what = 'red ink' WHERE id = 1;
      UPDATE orders SET what = 'red pen' WHERE id = 2;
      DELETE FROM visit WHERE id = 1;
      INSERT INTO orders VALUES (3, 1, 'paper'), (4, 2, 'paper');
      INSERT INTO visit VALUES (3, 1, 'shop'), (4, 2, 'shop');
      INSERT INTO customer VALUES (3, 'cid@example.org', '+49 3', '2020-01-02');
      INSERT INTO orders VALUES (5, 3, 'nib');
      """;

  private static final String JOB =
      """
      quietus: 1
      job: recovered
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          owns: [ "crm.visit.customer_id -> crm.customer.id" ]
      erasure:
        records:
          crm.customer: { then: delete }
          crm.orders: { then: delete }
          crm.visit: { then: delete }
      object-stores: { disk: { url: "${DISK}" } }
      backups:
        nightly: { of: crm, in: disk, objects: "**.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: idempotent }
      """;

  @TempDir Path directory;
  private final MariaDbServer server = Servers.mariaDb();
  private Path dump;
  private Matcher from;

  @BeforeEach
  void fill() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    dump = disk.resolve("monday.sql");
    ShopEngine.mariaDb().fresh(SCHEMA);
    execute(TABLES);
    Files.write(dump, MariaDbPrograms.dump("--master-data=2", "--single-transaction", SCHEMA));
    from = POSITION.matcher(Files.readString(dump));
    assertThat(from.find()).isTrue();
    execute(LATER);
  }

  private static void execute(String sql) {
    MariaDbPrograms.execute(sql.getBytes(UTF_8), SCHEMA);
  }

  private OpenedJob opened(String yaml) throws Exception {
    return new OpenedJob(directory, server, SCHEMA, yaml)
        .with("DISK", dump.getParent().toUri().toString());
  }

  private OpenedJob job(String yaml) throws Exception {
    OpenedJob job = opened(yaml);
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request("email: ann@example.org");
    job.request("email: cid@example.org");
    return job;
  }

  @Test
  void isReplayedIdempotentlyAndThenTheErasuresAre() throws Exception {
    OpenedJob job = job(JOB);
    int to = end();
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).contains("backup set 'nightly'", "run 'quietus replay' after that");
    assertThat(Files.readString(dump)).doesNotContain("ann@").contains("ben@", "MASTER_LOG_POS");
    Map<String, List<String>> erased = rows();

    restore();
    SQLException stopped = catchThrowableOfType(SQLException.class, () -> replay(to, "STRICT"));
    assertThat(stopped.getErrorCode()).isEqualTo(KEY_NOT_FOUND);

    restore();
    replay(to, "IDEMPOTENT");
    assertThat(rows().get("visit")).as("of Ann, by the log").anyMatch(row -> row.contains("id=3 "));
    assertThat(rows().get("customer")).as("of Cid").anyMatch(row -> row.contains("cid@"));
    assertThat(rows()).isNotEqualTo(erased);

    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T02:00:00Z");

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(rows()).isEqualTo(erased);
  }

  @Test
  void isLeftByNameWhereTheJobFileDoesNotSayHowLogsAreReplayed() throws Exception {
    byte[] before = Files.readAllBytes(dump);
    OpenedJob job = job(JOB.replace(", pitr: idempotent", ""));
    assertThat(job.command("validate").out()).contains("[PITR-NOT-SAID]", "'nightly'");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.err())
        .contains("is unsupported: it says from which position", "pitr: none", "pitr: idempotent");
    assertThat(dump).hasBinaryContent(before);

    OpenedJob saying = opened(JOB.replace("idempotent", "none"));
    String waits = saying.run().err().strip();
    String fingerprint = waits.substring(waits.lastIndexOf(' ') + 1);
    assertThat(saying.command("approve", fingerprint).exitCode()).as(waits).isZero();
    CommandRun next = saying.run();

    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("ann@").contains("ben@");
  }

  private void restore() throws SQLException, java.io.IOException {
    server.createSchema(SCHEMA);
    MariaDbPrograms.execute(Files.readAllBytes(dump), SCHEMA);
  }

  private void replay(int to, String mode) throws Exception {
    BinaryLogReplay.replay(
        server, from.group(1), Integer.parseInt(from.group(2)), to, SCHEMA, mode);
  }

  /** Where the binary log ends. */
  private int end() throws SQLException {
    try (Connection connection = server.connect("");
        ResultSet status = connection.createStatement().executeQuery("SHOW MASTER STATUS")) {
      status.next();
      assertThat(status.getString(1)).isEqualTo(from.group(1));
      return status.getInt(2);
    }
  }

  private Map<String, List<String>> rows() throws SQLException {
    try (Connection connection = server.connect(SCHEMA)) {
      connection.createStatement().execute("SET time_zone = '+00:00'");
      return TableRows.of(connection, SCHEMA);
    }
  }
}
