package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.PostgresServer;
import org.quietus.testing.Servers;

/** A run and a real hot standby, whose replay is held back and let go. */
@Tag("long")
@EnabledIfServer(value = "postgres", because = "others do not know their replicas")
class PostgresStandbyServerTest {
  private static final String JOB =
      """
      quietus: 1
      job: lag
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old-entries: { records: crm.entry, keep: P30D, from: made_at, then: delete }
      limits: { max-replica-lag: 1s }
      """;

  private static final String BY_HEARTBEAT =
      JOB.replace(
              "zone: UTC }",
              "zone: UTC, replicas: [ { url: '${STANDBY}', username: '${DB_USER}', password:"
                  + " '${PASSWORD}', heartbeat: beat } ] }")
          .replace("max-replica-lag: 1s", "max-replica-lag: 5m");

  private static PostgresServer primary;
  private static PostgresServer standby;

  @TempDir Path directory;

  @BeforeAll
  static void replicate() throws SQLException {
    primary = (PostgresServer) Servers.postgresToMeasure();
    primary.createSchema("lag");
    execute(
        primary,
        "CREATE TABLE entry (id INT PRIMARY KEY, made_at TIMESTAMP NOT NULL)",
        "INSERT INTO entry SELECT n, '2025-01-01' FROM generate_series(1, 100) n");
    standby = primary.standby();
  }

  @AfterAll
  static void stop() {
    standby.stop();
    primary.stop();
  }

  /** Each test has an evidence store of its own. */
  @BeforeEach
  void forgetOtherRuns() throws SQLException {
    execute(primary, "DROP SCHEMA IF EXISTS quietus CASCADE");
  }

  @Test
  void aRunWaitsForAStandbyThatIsBehind() throws Exception {
    OpenedJob job = new OpenedJob(directory, primary, "lag", JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    execute(primary, "INSERT INTO entry VALUES (101, '2025-01-01')");
    awaitOnStandby(101);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.err()).isZero();

    execute(standby, "SELECT pg_wal_replay_pause()");
    execute(primary, "INSERT INTO entry VALUES (102, '2025-01-01')");
    TimeUnit.SECONDS.sleep(3);
    BackgroundRun run = new BackgroundRun(job);
    run.awaitNote("waits: the replica at standby is ");
    assertThat(on(primary)).isEqualTo(102);
    execute(standby, "SELECT pg_wal_replay_resume()");
    run.awaitNote("goes on");
    assertThat(run.result().exitCode()).isZero();
    awaitOnStandby(0);
  }

  @Test
  void aRunWaitsForTheHeartbeatOfAStandby() throws Exception {
    OpenedJob job =
        new OpenedJob(directory, primary, "lag", BY_HEARTBEAT)
            .with("STANDBY", standby.jdbcUrl("lag"));
    assertThat(job.generateKeys().exitCode()).isZero();
    assertThat(job.command("validate").out())
        .contains("[HEARTBEAT-UNREAD]", "table 'beat' cannot be read");
    execute(
        primary,
        "CREATE TABLE beat (ts TIMESTAMPTZ, server_id INT)",
        "INSERT INTO beat VALUES (now() - INTERVAL '1 hour', 1), (now() - INTERVAL '1 day', 2)",
        "INSERT INTO entry VALUES (201, '2025-01-01')");
    awaitOnStandby(1);
    BackgroundRun run = new BackgroundRun(job);
    run.awaitNote("(heartbeat in beat) is 36");
    assertThat(on(primary)).isEqualTo(1);
    execute(primary, "UPDATE beat SET ts = now() WHERE server_id = 1");
    run.awaitNote("goes on");
    assertThat(run.result().exitCode()).isZero();
    awaitOnStandby(0);
    awaitValid(job);
  }

  /**
   * A standby may end any query that is in the way of what it replays; the next one is answered.
   */
  private static void awaitValid(OpenedJob job) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    CommandRun valid = job.command("validate");
    while (valid.exitCode() != 0 && System.nanoTime() < end) {
      Thread.sleep(500);
      valid = job.command("validate");
    }
    assertThat(valid.exitCode()).as(valid.out()).isZero();
  }

  @Test
  void aRunRefusesAStandbyByName() throws Exception {
    OpenedJob job = new OpenedJob(directory, standby, "lag", JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    CommandRun refused = job.command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out() + refused.err()).contains("READ-ONLY-SERVER");
  }

  private static void awaitOnStandby(int rows) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (on(standby) != rows && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(on(standby)).isEqualTo(rows);
  }

  private static int on(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect("lag");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM entry")) {
      found.next();
      return found.getInt(1);
    }
  }

  private static void execute(PostgresServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect("lag");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
