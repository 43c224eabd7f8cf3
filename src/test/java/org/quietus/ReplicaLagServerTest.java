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
          replicas: [ { url: "${REPLICA}", username: "${DB_USER}", password: "${PASSWORD}" } ]
      retention:
        old-entries: { records: crm.entry, keep: P30D, from: made_at, then: delete }
      limits: { max-replica-lag: 1s, max-running: 1000, max-history: 100000000 }
      """;

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
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='%s', MASTER_PASSWORD='%s', %s"
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
