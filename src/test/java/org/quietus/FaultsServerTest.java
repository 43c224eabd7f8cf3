package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunResult;
import org.quietus.testing.EnabledIfServer;

/**
 * What servers do to a run in its midst costs no row that must live, and leaves none that must go.
 */
@EnabledIfServer
@Tag("long")
class FaultsServerTest {
  private static final String SCHEMA = "faults";
  private static final int ROWS = 2_000;
  private static final String SLOWLY = "limits: { rows-per-second: 400 }\n";
  private static final String JOB =
      """
      quietus: 1
      job: faults
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old-entries: { records: crm.entry, keep: P30D, from: made_at, then: delete }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  private static ShopEngine engine() {
    return ShopEngine.shared();
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, made_at "
                + engine().columns().moment()
                + " NOT NULL)",
            "CREATE TABLE weight (id BIGINT NOT NULL PRIMARY KEY)",
            IntStream.rangeClosed(1, ROWS)
                .mapToObj("(%d, '2025-01-01 00:00:00')"::formatted)
                .collect(Collectors.joining(", ", "INSERT INTO entry VALUES ", "")));
    open(JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  private void open(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }

  @Test
  void aDeadlockIsBegunAnewAndARowThatTheApplicationHasChangedStays() throws Exception {
    try (Connection application = engine().connect(SCHEMA);
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      if (engine().isPostgres()) {
        statement.execute("SET deadlock_timeout = '60s'"); // so the run is who gives in
      } else {
        statement.execute( // who has changed more is let through
            "INSERT INTO weight SELECT id FROM entry");
      }
      statement.execute("SELECT id FROM entry WHERE id = " + ROWS / 2 + " FOR UPDATE");
      try (BackgroundRun run = new BackgroundRun(job, 1)) {
        awaitLockWait();
        long begin = System.nanoTime();
        statement.execute("UPDATE entry SET made_at = '2099-01-01 00:00:00' WHERE id = 1");
        assertThat(System.nanoTime() - begin)
            .as("nobody's patience was over")
            .isLessThan(15_000_000_000L);
        application.commit();
        assertThat(run.result().exitCode()).isZero();
      }
    }
    assertThat(left()).isEqualTo("1");
    assertThat(deleted()).isEqualTo(ROWS - 1);
  }

  @Test
  void aLockThatIsKeptForLongIsWaitedForAndItsRowIsLookedAtAgain() throws Exception {
    try (Connection application = engine().connect(SCHEMA);
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("UPDATE entry SET made_at = '2099-01-01 00:00:00' WHERE id = 7");
      try (BackgroundRun run = new BackgroundRun(job)) {
        awaitLockWait();
        Thread.sleep(22_000); // longer than any statement waits
        assertThat(run.isOver()).isFalse();
        application.commit();
        assertThat(run.result().exitCode()).isZero();
      }
    }
    assertThat(left()).isEqualTo("7");
    assertThat(deleted()).isEqualTo(ROWS - 1);
  }

  @Test
  void connectionsThatTheServerDropsCostNothing() throws Exception {
    open(JOB + SLOWLY);
    try (BackgroundRun run = new BackgroundRun(job)) {
      run.awaitFirstChunk();
      for (int time = 0; time < 3 && !run.isOver(); time++) {
        dropConnections();
        Thread.sleep(200);
      }
      faster();
      assertThat(run.result().exitCode()).isIn(0, CannotRun.FAILED);
    }
    open(JOB + SLOWLY);
    assertThat(job.run().exitCode()).isZero();
    assertThat(left()).isEmpty();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "a PostgreSQL that may not write is a standby, and has ended all sessions")
  void aServerThatTakesNoMoreChangesStopsTheRunAndItGoesOn() throws Exception {
    engine()
        .execute(
            "",
            "DROP USER IF EXISTS clerk",
            "CREATE USER clerk IDENTIFIED BY 'pass-4c'",
            "GRANT ALL ON " + SCHEMA + ".* TO clerk",
            "GRANT ALL ON quietus.* TO clerk",
            "GRANT PROCESS, REPLICATION CLIENT ON *.* TO clerk");
    open(JOB + SLOWLY);
    job.with("DB_USER", "clerk").with("PASSWORD", "pass-4c");
    try (BackgroundRun run = new BackgroundRun(job)) {
      run.awaitFirstChunk();
      engine().execute("", "SET GLOBAL read_only = 1");
      RunResult result = run.result();
      assertThat(result.exitCode()).isEqualTo(CannotRun.FAILED);
      assertThat(result.messages()).anyMatch(line -> line.contains("1290"));
    } finally {
      engine().execute("", "SET GLOBAL read_only = 0");
    }
    assertThat(left()).isNotEmpty();
    open(JOB + SLOWLY);
    assertThat(job.run().exitCode()).isZero();
    assertThat(left()).isEmpty();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  void aDiskThatIsFullStopsTheRunAndItGoesOnOnceThereIsRoom() throws Exception {
    assertThat(job.command("plan").exitCode()).isZero();
    open(JOB + SLOWLY);
    try (BackgroundRun run = new BackgroundRun(job)) {
      run.awaitFirstChunk();
      fillTheDisk();
      RunResult result = run.result();
      assertThat(result.exitCode()).isEqualTo(CannotRun.FAILED);
      assertThat(result.messages())
          .anyMatch(line -> line.contains(engine().isPostgres() ? "53100" : "1114"));
    } finally {
      makeRoom();
    }
    assertThat(left()).isNotEmpty();
    open(JOB + SLOWLY);
    assertThat(job.run().exitCode()).isZero();
    assertThat(left()).isEmpty();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  /** As the server says when it cannot write a row of the ledger. */
  private static void fillTheDisk() throws Exception {
    if (engine().isPostgres()) {
      engine()
          .execute(
              SCHEMA,
              "CREATE FUNCTION quietus.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
              "CREATE TRIGGER full_disk BEFORE INSERT ON quietus.ledger FOR EACH ROW EXECUTE"
                  + " FUNCTION quietus.full_disk()");
    } else {
      engine()
          .execute(
              SCHEMA,
              "CREATE TRIGGER quietus.full_disk BEFORE INSERT ON quietus.ledger FOR EACH ROW SIGNAL"
                  + " SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'");
    }
  }

  private static void makeRoom() throws Exception {
    if (engine().isPostgres()) {
      engine().execute(SCHEMA, "DROP FUNCTION IF EXISTS quietus.full_disk() CASCADE");
    } else {
      engine().execute(SCHEMA, "DROP TRIGGER IF EXISTS quietus.full_disk");
    }
  }

  private void faster() {
    try (JobSession other = job.session()) {
      other.pace().tune(OptionalInt.empty(), OptionalLong.of(0), OptionalLong.empty());
    } catch (CannotRun over) {
      // it lost its lock with its connection, and has ended
    }
  }

  private static void dropConnections() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      if (engine().isPostgres()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        return;
      }
      List<String> kills;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE db = '"
                  + SCHEMA
                  + "' AND id <> CONNECTION_ID()")) {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
          all.add(rows.getString(1));
        }
        kills = all;
      }
      for (String kill : kills) {
        try {
          statement.execute(kill);
        } catch (SQLException gone) {
          // by itself
        }
      }
    }
  }

  private static void awaitLockWait() throws Exception {
    String waiting =
        engine().isPostgres()
            ? "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            : "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
    long end = System.nanoTime() + 60_000_000_000L;
    while (!text(waiting).equals("1")) {
      assertThat(System.nanoTime()).as("nobody waits").isLessThan(end);
      Thread.sleep(250); // InnoDB shows the same until nobody has asked for 100 ms
    }
  }

  /** The keys that are left. */
  private static String left() throws SQLException {
    return text("SELECT id FROM entry ORDER BY id");
  }

  private static String text(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : ",").append(rows.getString(1));
      }
      return text.toString();
    }
  }

  private long deleted() {
    return job.certificates().stream()
        .map(Certificate::targets)
        .flatMap(List::stream)
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }
}
