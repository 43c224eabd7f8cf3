package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.ChildServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** A run and a real replica, which is held back and let go. */
@Tag("long")
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "a PostgreSQL knows its standbys")
class ReplicaLagServerTest {
  private static final String JOB =
      """
      quietus: 1
      job: lag
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm:
          url: "${URL}"
          username: "${DB_USER}"
          password: "${PASSWORD}"
          zone: UTC
          replicas:
            - { url: "${REPLICA}", username: "${DB_USER}", password: "${PASSWORD}" }
      retention:
        old-entries: { records: crm.entry, keep: P30D, from: made_at, then: delete }
      limits: { max-replica-lag: 1s, max-running: 1000, max-history: 100000000 }
      """;

  private static final String BY_HEARTBEAT =
      JOB.replace("\"${PASSWORD}\" }", "\"${PASSWORD}\", heartbeat: percona.heartbeat }")
          .replace("max-replica-lag: 1s", "max-replica-lag: 5m");

  private static ChildServer primary;
  private static ChildServer replica;

  @TempDir Path directory;

  @BeforeAll
  static void replicate() throws SQLException {
    primary = Servers.toMeasure("--server-id=11");
    replica = Servers.toMeasure("--server-id=12");
    primary.createSchema("lag");
    execute(
        primary, "lag", "CREATE TABLE entry (id INT PRIMARY KEY, made_at DATETIME(6) NOT NULL)");
    execute(
        replica,
        "",
        ("CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='%s',"
                + " MASTER_PASSWORD='%s', %s")
            .formatted(
                primary.port(),
                primary.username(),
                primary.password(),
                primary.product().equals("mysql") ? "GET_MASTER_PUBLIC_KEY=1" : "MASTER_SSL=0"));
    delay(0);
  }

  @AfterAll
  static void stop() throws Exception {
    replica.stop();
    primary.stop();
  }

  /** Each test has an evidence store of its own. */
  @BeforeEach
  void forgetOtherRuns() throws SQLException {
    execute(primary, "", "DROP DATABASE IF EXISTS quietus");
  }

  @Test
  void aRunWaitsForAReplicaThatIsBehindAndForOneThatDoesNotTell() throws Exception {
    execute(
        primary,
        "lag",
        IntStream.rangeClosed(1, 100)
            .mapToObj("(%d, '2025-01-01')"::formatted)
            .collect(Collectors.joining(", ", "INSERT INTO entry VALUES ", "")));
    OpenedJob job =
        new OpenedJob(directory, primary, "lag", JOB).with("REPLICA", replica.jdbcUrl("mysql"));
    assertThat(job.generateKeys().exitCode()).isZero();
    awaitCopied(100);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.err()).isZero();

    delay(3_600);
    execute(primary, "lag", "INSERT INTO entry VALUES (101, '2025-01-01')");
    awaitBehind(2);
    BackgroundRun run = new BackgroundRun(job);
    run.awaitNote("waits: the replica at 127.0.0.1:" + replica.port() + " is ");
    delay(0);
    run.awaitNote("goes on");
    assertThat(run.result().exitCode()).isZero();
    awaitCopied(0);

    execute(replica, "", "STOP SLAVE");
    CommandRun unknown = job.command("validate");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.out())
        .contains("how far the replica at 127.0.0.1:" + replica.port() + " is behind is not known");
    execute(replica, "", "START SLAVE");
  }

  @Test
  void aRunWaitsForTheHeartbeatOfAReplicaAndForOneThatDoesNotTell() throws Exception {
    execute(primary, "lag", "INSERT INTO entry VALUES (201, '2025-01-01')");
    OpenedJob job =
        new OpenedJob(directory, primary, "lag", BY_HEARTBEAT)
            .with("REPLICA", replica.jdbcUrl("mysql"));
    assertThat(job.generateKeys().exitCode()).isZero();
    assertUnread(job, "cannot be read", "grant SELECT on it");

    execute(
        primary,
        "",
        "CREATE DATABASE percona",
        "CREATE TABLE percona.heartbeat (ts VARCHAR(26) NOT NULL, server_id INT UNSIGNED NOT NULL"
            + " PRIMARY KEY, file VARCHAR(255), position BIGINT UNSIGNED)");
    beat("12", "DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')");
    assertUnread(job, "has no row with the server_id of database 'crm'", "pt-heartbeat --update");
    beat("11", "'yesterday'");
    assertUnread(job, "has a 'ts' that is not a time", "write the time in UTC");
    beat("11", "DATE_FORMAT(UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%s.%f')");
    assertUnread(job, "s ahead of the clock of database 'crm'", "--utc");

    BackgroundRun run = new BackgroundRun(job);
    run.awaitNote("percona.heartbeat) is behind is not known: table 'percona.heartbeat' is ");
    beat("11", "DATE_FORMAT(UTC_TIMESTAMP(6) - INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%s.%f')");
    run.awaitNote(
        "waits: the replica at 127.0.0.1:"
            + replica.port()
            + " (heartbeat in percona.heartbeat) is 36");
    assertThat(copied()).isEqualTo(1);
    beat("11", "DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')");
    run.awaitNote("goes on");
    assertThat(run.result().exitCode()).isZero();
    awaitCopied(0);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.err()).isZero();

    execute(
        primary,
        "",
        "SET time_zone = '-07:00'",
        "DROP TABLE percona.heartbeat",
        "CREATE TABLE percona.heartbeat (ts TIMESTAMP(6) NULL)",
        "INSERT INTO percona.heartbeat VALUES (NOW(6)), (NOW(6) - INTERVAL 1 DAY)");
    awaitBeat("COUNT(*) = 2");
    valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out()).isZero();
    execute(primary, "", "UPDATE percona.heartbeat SET ts = NULL");
    awaitBeat("COUNT(ts) = 0");
    assertUnread(job, "has a 'ts' that is not a time", "write the time in UTC");
    execute(primary, "", "ALTER TABLE percona.heartbeat RENAME COLUMN ts TO at");
    awaitBeat("COUNT(at) = 0");
    assertUnread(job, "has no column 'ts'", "name the table");
  }

  /** The line is that of the replica in the job file. */
  private static void assertUnread(OpenedJob job, String what, String mend) {
    CommandRun refused = job.command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out().lines().filter(line -> line.contains("[HEARTBEAT-UNREAD]")))
        .singleElement()
        .asString()
        .contains(
            "job.yaml:13: how far the replica at 127.0.0.1:"
                + replica.port()
                + " (heartbeat in percona.heartbeat) is behind is not known: table"
                + " 'percona.heartbeat' ")
        .contains(what)
        .contains(mend);
  }

  private static void beat(String server, String ts) throws Exception {
    execute(
        primary, "", "REPLACE INTO percona.heartbeat (ts, server_id) SELECT " + ts + ", " + server);
    try (Connection connection = primary.connect("percona");
        Statement statement = connection.createStatement();
        ResultSet written =
            statement.executeQuery("SELECT ts FROM heartbeat WHERE server_id = " + server)) {
      written.next();
      awaitBeat("SUM(server_id = %s AND ts = '%s') = 1".formatted(server, written.getString(1)));
    }
  }

  private static void awaitBeat(String condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!isBeat(condition) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(isBeat(condition)).as(condition).isTrue();
  }

  private static boolean isBeat(String condition) {
    try (Connection connection = replica.connect("percona");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT " + condition + " FROM heartbeat")) {
      return found.next() && found.getBoolean(1);
    } catch (SQLException notThereYet) {
      return false;
    }
  }

  private static void delay(int seconds) throws SQLException {
    execute(replica, "", "STOP SLAVE", "CHANGE MASTER TO MASTER_DELAY = " + seconds, "START SLAVE");
  }

  private static void awaitCopied(int rows) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (copied() != rows && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(copied()).isEqualTo(rows);
  }

  private static void awaitBehind(int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (behind() < seconds && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(behind()).isGreaterThanOrEqualTo(seconds);
  }

  private static int behind() throws SQLException {
    try (Connection connection = replica.connect("");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW SLAVE STATUS")) {
      found.next();
      return found.getInt("Seconds_Behind_Master");
    }
  }

  private static int copied() {
    try (Connection connection = replica.connect("");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM lag.entry")) {
      found.next();
      return found.getInt(1);
    } catch (SQLException notThereYet) {
      return -1;
    }
  }

  private static void execute(ChildServer server, String schema, String... statements)
      throws SQLException {
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
