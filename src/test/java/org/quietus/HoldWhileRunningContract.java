package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.hold.LegalHold;
import org.quietus.job.HoldOrder;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** Invariant 5: whoever sets a hold knows, when told so, that no chunk goes against it. */
abstract class HoldWhileRunningContract {
  private static final String SCHEMA = "shop_running";
  private static final int AT_ONCE = 1_000;
  private static final int HELD = 20;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** As many as fit into about five chunks, in whole thousands. */
  abstract int chats();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      new Shop(connection, engine().columns()).create();
      try (Statement insert = connection.createStatement()) {
        for (int first = 1; first <= chats(); first += AT_ONCE) {
          insert.execute(
              IntStream.range(first, first + AT_ONCE)
                  .mapToObj(
                      id ->
                          "(%d, NULL, '2020-01-01 00:00:00', 'evidence %d')"
                              .formatted(id, id % HELD))
                  .collect(
                      Collectors.joining(
                          ", ", "INSERT INTO chat (id, customer_ref, sent_at, body) VALUES ", "")));
        }
      }
    }
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void invariant5AHoldSetBetweenTwoChunksBindsTheNextOne() throws Exception {
    long[] atReturn = new long[1];
    try (JobSession other = job.session()) {
      RunResult result =
          run(
              1,
              new Once(
                  () -> {
                    hold(other);
                    atReturn[0] = held();
                  }));
      assertThat(result.exitCode()).isZero();
      assertThat(result.outcome()).isEqualTo("HELD");
      assertThat(result.byTable().get("crm.chat").held()).isEqualTo(atReturn[0]);
    }
    assertThat(held()).isEqualTo(atReturn[0]).isBetween(1L, chats() / HELD - 1L);
    assertThat(all()).isEqualTo(held());
  }

  @Test
  void invariant5AHoldSetByAnotherThreadBindsEveryChunkThatEndsAfterItsReturn() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    try (JobSession other = job.session()) {
      Future<Long> atReturn =
          threads.submit(
              () -> {
                asked.await();
                hold(other);
                long now = held();
                returned.countDown();
                return now;
              });
      RunResult result =
          run(
              2,
              new Once(
                  () -> {
                    asked.countDown();
                    // the other slot goes on meanwhile; this one makes sure that something is left
                    awaited(returned);
                  }));
      assertThat(result.exitCode()).isZero();
      assertThat(held()).isEqualTo(atReturn.get(1, TimeUnit.MINUTES)).isPositive();
      assertThat(all()).isEqualTo(held());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void invariant5AHoldReleasedBetweenTwoChunksLetsTheSameRunFinish() throws Exception {
    String id;
    try (JobSession other = job.session()) {
      id = hold(other);
      RunResult result = run(1, new Once(() -> other.holds().release(id, "case-closed")));
      assertThat(result.exitCode()).isZero();
    }
    assertThat(all()).isZero();
  }

  @Test
  void nobodyIsToldOfAPersonOfWhomAHoldThatCameMeanwhileKeepsARow() throws Exception {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO customer (id, full_name, email, status, created_at)"
              + " VALUES (1, 'Ada', 'ada@example.org', 'open', '2020-01-01 00:00:00')");
      statement.execute("UPDATE chat SET customer_ref = 1");
    }
    try (Peer peer = new Peer()) {
      job.with("PEER", peer.url());
      Files.writeString(
          job.file(),
          Files.readString(job.file())
              + "\nrecipients: { push: { notify: \"${PEER}\", received: [email] } }\n");
      String ada = job.request("email: ada@example.org");
      try (JobSession other = job.session()) {
        List<String> hold = new ArrayList<>();
        erase(new Once(() -> hold.add(hold(other))));
        assertThat(held()).isPositive();
        assertThat(all()).isLessThan(chats());
        assertThat(peer.told()).isEmpty();
        assertThat(job.certificatesOf(ada).get(0).recipients()).isEmpty();

        other.holds().release(hold.get(0), "case-closed");
        erase(rows -> {});
        assertThat(all()).isZero();
        assertThat(peer.told()).hasSize(1);
      }
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String hold(JobSession session) {
    return session
        .holds()
        .add(
            new HoldOrder(
                LegalHold.Kind.LEGAL_HOLD,
                Optional.of("LH-17"),
                Optional.empty(),
                "litigation",
                LocalDate.of(2027, 1, 31),
                new HoldOrder.Rows("crm.chat", "body = 'evidence 7'")))
        .id();
  }

  private RunResult run(int slots, Consumer<Long> afterChunk) {
    return run(Scope.RETENTION, slots, afterChunk);
  }

  private void erase(Consumer<Long> afterChunk) {
    assertThat(run(Scope.ERASURE, 1, afterChunk).exitCode()).isZero();
  }

  private RunResult run(Scope scope, int slots, Consumer<Long> afterChunk) {
    try (JobSession session = job.session()) {
      return session.run(
          new RunOptions(EnumSet.of(scope), Optional.empty(), slots), new Listening(afterChunk));
    }
  }

  private long held() {
    return count("SELECT COUNT(*) FROM chat WHERE body = 'evidence 7'");
  }

  private long all() {
    return count("SELECT COUNT(*) FROM chat");
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

  /** Does something after the first chunk, and never again. */
  private static final class Once implements Consumer<Long> {
    private final Runnable work;
    private boolean done;

    Once(Runnable work) {
      this.work = work;
    }

    @Override
    public void accept(Long rows) {
      if (!done) {
        done = true;
        work.run();
      }
    }
  }

  private record Listening(Consumer<Long> afterChunk) implements RunListener {
    @Override
    public void started(String runId, boolean resumed, long dueRows) {}

    @Override
    public void progress(long rowsDone) {
      if (rowsDone > 0) {
        afterChunk.accept(rowsDone);
      }
    }

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {}
  }
}
