package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** A run in a thread of its own. */
final class BackgroundRun implements RunListener, AutoCloseable {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<RunResult> result;

  BackgroundRun(OpenedJob job) {
    this(job, 2);
  }

  BackgroundRun(OpenedJob job, int slots) {
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

  /** Waits until a chunk has changed rows, of a run that has more of them to do. */
  void awaitFirstChunk() throws InterruptedException {
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(isOver()).isFalse();
  }

  /** Waits until the run has said something with these words in it. */
  void awaitNote(String words) throws InterruptedException {
    List<String> before = new ArrayList<>();
    String note = notes.poll(1, TimeUnit.MINUTES);
    while (note != null && !note.contains(words)) {
      before.add(note);
      note = notes.poll(1, TimeUnit.MINUTES);
    }
    assertThat(note).as("%s, after %s", words, before).isNotNull();
  }

  /** What it has said that nobody awaited. */
  List<String> notes() {
    return List.copyOf(notes);
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
