package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
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
        AtWork run = new AtWork(2)) {
      run.awaitFirstChunk();
      String id = other.pace().order(PaceOrder.Wish.PAUSE);
      run.awaitNote("waits: 'quietus pause'");
      other.pace().tune(OptionalInt.empty(), OptionalLong.of(0));
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
        AtWork run = new AtWork(2)) {
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
  void aRunHasAsManyWorkersAsItIsTold() throws Exception {
    try (JobSession other = job.session();
        AtWork run = new AtWork(1)) {
      run.awaitFirstChunk();
      other.pace().tune(OptionalInt.of(3), OptionalLong.empty());
      while (count("SELECT COUNT(*) FROM quietus.BATCH_STEP_EXECUTION WHERE STEP_NAME LIKE 'slot%'")
          < 3) {
        assertThat(run.isOver()).isFalse();
      }
      other.pace().tune(OptionalInt.of(1), OptionalLong.of(0));
      assertThat(run.result().exitCode()).isZero();
    }
    assertThat(left()).isZero();
    assertThat(deleted()).isEqualTo(ROWS);
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
  void outsideItsHoursARunBeginsNothing() {
    CommandRun early = job.at("2026-03-01T08:59:59Z").run();
    assertThat(early.exitCode()).isEqualTo(CannotRun.FAILED);
    assertThat(early.err()).contains("10:00 to 14:00 only (limits.window, Europe/Berlin)");
    assertThat(left()).isEqualTo(ROWS);
    try (JobSession session = job.session()) {
      assertThat(session.status().runs()).isEmpty();
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

  /** A run in a thread of its own. */
  private final class AtWork implements RunListener, AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<RunResult> result;

    AtWork(int slots) {
      result =
          CompletableFuture.supplyAsync(
              () -> {
                try (JobSession session = job.session()) {
                  return session.run(
                      new RunOptions(EnumSet.allOf(Scope.class), Optional.empty(), slots), this);
                } finally {
                  over.set(true);
                  begun.countDown();
                }
              },
              work -> new Thread(work, "run").start());
    }

    void awaitFirstChunk() throws InterruptedException {
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(isOver()).isFalse();
    }

    void awaitNote(String beginning) throws InterruptedException {
      String note = notes.poll(1, TimeUnit.MINUTES);
      while (note != null && !note.startsWith(beginning)) {
        note = notes.poll(1, TimeUnit.MINUTES);
      }
      assertThat(note).isNotNull();
    }

    boolean isOver() {
      return over.get();
    }

    RunResult result() throws Exception {
      return result.get(2, TimeUnit.MINUTES);
    }

    @Override
    public void started(String runId, boolean resumed, long dueRows) {}

    @Override
    public void progress(long rowsDone) {
      if (rowsDone > 0) {
        begun.countDown();
      }
    }

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult done) {}

    @Override
    public void note(String text) {
      notes.add(text);
    }

    @Override
    public void close() {
      result.join();
    }
  }
}
