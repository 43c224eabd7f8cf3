package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.job.PaceOrder;
import org.quietus.job.RunResult;
import org.quietus.job.Waiting;

/** A run obeys, within a chunk, whoever is at the keyboard, and the hours of the job file. */
abstract class PaceContract {
  private static final String SCHEMA = "paced";
  private static final int ROWS = 1_200;
  private static final int A_SECOND = 200;
  private static final String JOB =
      """
      quietus: 1
      job: paced
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old-entries: { records: crm.entry, keep: P30D, from: made_at, then: delete }
      limits: { rows-per-second: %d, window: "10:00-14:00" }
      """
          .formatted(A_SECOND);

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, made_at "
                + engine().columns().moment()
                + " NOT NULL)",
            IntStream.rangeClosed(1, ROWS)
                .mapToObj("(%d, '2025-01-01 00:00:00')"::formatted)
                .collect(Collectors.joining(", ", "INSERT INTO entry VALUES ", "")));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    CommandRun keys = job.generateKeys();
    assertThat(keys.exitCode()).as(keys.err()).isZero();
  }

  @Test
  void aRunThatIsPausedWaitsAndSaysSoUntilItIsResumed() throws Exception {
    try (JobSession other = job.session();
        BackgroundRun run = new BackgroundRun(job, 2)) {
      run.awaitFirstChunk();
      String id = other.pace().order(PaceOrder.Wish.PAUSE);
      run.awaitNote("waits: 'quietus pause'");
      other.pace().tune(OptionalInt.empty(), OptionalLong.of(0), OptionalLong.empty());
      long left = left();
      assertThat(other.status().waiting().map(Waiting::reason))
          .hasValueSatisfying(why -> assertThat(why).contains("pause"));
      assertThat(job.command("status").out()).contains("a run is at work now, and waits since");
      assertThat(left()).isEqualTo(left).isPositive();
      assertThat(other.pace().order(PaceOrder.Wish.GO)).isEqualTo(id);
      run.awaitNote("goes on");
      assertThat(run.result().exitCode()).isZero();
      assertThat(left()).isZero();
      assertThat(other.status().waiting()).isEmpty();
    }
  }

  @Test
  void aRunThatIsStoppedEndsAfterItsChunksAndIsContinued() throws Exception {
    try (JobSession other = job.session();
        BackgroundRun run = new BackgroundRun(job, 2)) {
      run.awaitFirstChunk();
      other.pace().order(PaceOrder.Wish.STOP);
      RunResult result = run.result();
      assertThat(result.exitCode()).isEqualTo(CannotRun.FAILED);
      assertThat(result.messages()).anyMatch(line -> line.contains("stopped by 'quietus stop'"));
      assertThat(left()).isBetween(1L, ROWS - 1L);
    }
    assertThat(job.run().exitCode()).as("the next start knows nothing of the order").isZero();
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  void aRunReadsNoMoreInASecondThanItMayUntilItIsTold() throws Exception {
    job = reading(150);
    try (JobSession other = job.session();
        BackgroundRun run = new BackgroundRun(job)) {
      run.awaitNote(
          "waits: no more than 150 rows of database 'crm' are read in a second"
              + " (limits.rows-read-per-second)");
      assertThat(left()).isPositive();
      assertThat(other.status().waiting().map(Waiting::reason))
          .hasValueSatisfying(why -> assertThat(why).contains("are read in a second"));
      long begin = System.nanoTime();
      other.pace().tune(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.of(0));
      run.awaitNote("goes on");
      assertThat(run.result().exitCode()).isZero();
      assertThat(System.nanoTime() - begin)
          .as("without the cap; the rest alone would take half a minute with it")
          .isLessThan(15_000_000_000L);
    }
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  void whatIsReadInASecondIsForAllThatReads() throws Exception {
    job = reading(1_000);
    long begin = System.nanoTime();
    CommandRun run = job.at("2026-03-01T11:00:00Z").run();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(System.nanoTime() - begin)
        .as("each row is counted, locked and deleted")
        .isGreaterThan(2_400_000_000L);
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  private OpenedJob reading(int rows) throws IOException {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        JOB.replace("rows-per-second: " + A_SECOND, "rows-read-per-second: " + rows));
  }

  @Test
  void aRunHasAsManyWorkersAsItIsTold() throws Exception {
    try (JobSession other = job.session();
        BackgroundRun run = new BackgroundRun(job, 1)) {
      run.awaitFirstChunk();
      other.pace().tune(OptionalInt.of(3), OptionalLong.empty(), OptionalLong.empty());
      while (count("SELECT COUNT(*) FROM quietus.BATCH_STEP_EXECUTION WHERE STEP_NAME LIKE 'slot%'")
          < 3) {
        assertThat(run.isOver()).isFalse();
      }
      other.pace().tune(OptionalInt.of(1), OptionalLong.of(0), OptionalLong.empty());
      assertThat(run.result().exitCode()).isZero();
    }
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  void aRunWaitsWhileTheServerHasTooMuchToDo() throws Exception {
    assumeFalse(engine().isH2(), "an H2 does not tell");
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace("limits: {", "limits: { max-running: 3, max-commit-latency: 30000ms,"));
    String slow = engine().isPostgres() ? "SELECT pg_sleep(600)" : "SELECT SLEEP(600)";
    try (Connection one = engine().connect(SCHEMA);
        Connection two = engine().connect(SCHEMA);
        Connection three = engine().connect(SCHEMA);
        BackgroundRun run = new BackgroundRun(job)) {
      List<Statement> statements = new ArrayList<>();
      for (Connection connection : List.of(one, two, three)) {
        Statement statement = connection.createStatement();
        statements.add(statement);
        new Thread(() -> executed(statement, slow)).start();
      }
      run.awaitNote("statements run at once (limits.max-running: 3)");
      assertThat(left()).isPositive();
      for (Statement statement : statements) {
        statement.cancel();
      }
      run.awaitNote("goes on");
      assertThat(run.result().exitCode()).isZero();
    }
    assertThat(left()).isZero();
    assertThat(count("SELECT SUM(beats) FROM quietus.heartbeat"))
        .as("how long a commit takes was measured")
        .isPositive();
  }

  @Test
  void aRunMakesWayForOthersThatAreAtWorkOnTheServer() throws Exception {
    assumeFalse(engine().isH2(), "an H2 does not tell");
    AtomicBoolean over = new AtomicBoolean();
    try (Connection application = engine().connect(SCHEMA);
        Statement statement = application.createStatement();
        BackgroundRun run = new BackgroundRun(job)) {
      statement.execute("CREATE TABLE basket (pieces BIGINT NOT NULL)");
      statement.execute("INSERT INTO basket VALUES (0)");
      Thread busy =
          new Thread(
              () -> {
                while (!over.get()) {
                  executed(statement, "UPDATE basket SET pieces = pieces + 1");
                  LockSupport.parkNanos(2_000_000);
                }
              });
      busy.start();
      run.awaitNote("makes way: others are at work on the server of database 'crm'");
      over.set(true);
      busy.join();
      assertThat(run.result().exitCode()).isZero();
    }
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
  }

  @Test
  void aRunThatIsAloneMakesWayForNobody() throws Exception {
    assumeFalse(engine().isH2(), "an H2 does not tell");
    try (BackgroundRun run = new BackgroundRun(job)) {
      assertThat(run.result().exitCode()).isZero();
      assertThat(run.notes()).noneMatch(note -> note.contains("makes way"));
    }
    assertThat(left()).isZero();
  }

  @Test
  void ordersNeedARunThatIsAtWork() {
    for (String order : List.of("pause", "resume", "stop")) {
      CommandRun refused = job.command(order);
      assertThat(refused.exitCode()).as(order).isEqualTo(2);
      assertThat(refused.err()).contains("no run of job 'paced' is at work");
    }
    job.at("2026-03-01T11:00:00Z").command("run", "--only", "backups");
    assertThat(job.command("tune", "--slots", "1").exitCode()).isEqualTo(2);
  }

  @Test
  void anOrderIsForTheRunAtWorkAndNotForOneThatWasKilledBefore() throws Exception {
    OpenedJob other =
        new OpenedJob(
            Files.createDirectory(directory.resolve("other")),
            engine().server(),
            SCHEMA,
            JOB.replace("job: paced", "job: other"));
    assertThat(other.generateKeys().exitCode()).isZero();
    try (BackgroundRun run = new BackgroundRun(other)) {
      run.awaitFirstChunk();
      engine()
          .execute(
              SCHEMA,
              "INSERT INTO quietus.pace (token, job, run_id, wish)"
                  + " VALUES (0, 'paced', 'killed', 'GO')");
      CommandRun ours = job.command("pause");
      assertThat(ours.exitCode()).as(ours.out()).isEqualTo(2);
      try (JobSession session = other.session()) {
        session.pace().tune(OptionalInt.empty(), OptionalLong.of(0), OptionalLong.empty());
      }
      assertThat(run.result().exitCode()).isZero();
    }
  }

  @Test
  void outsideItsHoursARunBeginsNothing() {
    CommandRun early = job.at("2026-03-01T08:59:59Z").run();
    assertThat(early.exitCode()).isEqualTo(CannotRun.FAILED);
    assertThat(early.err()).contains("10:00 to 14:00 only (limits.window, Europe/Berlin)");
    assertThat(left()).isEqualTo(ROWS);
    try (JobSession session = job.session()) {
      assertThat(session.status().runs()).isEmpty();
    }
  }

  /** Until it is cancelled. */
  private static void executed(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException cancelled) {
      // as it should be
    }
  }

  private long left() {
    return count("SELECT COUNT(*) FROM entry");
  }

  private long deleted() {
    return job.certificates().stream()
        .map(Certificate::targets)
        .flatMap(List::stream)
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }

  private long count(String sql) {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
