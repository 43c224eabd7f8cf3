package org.quietus.backup.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.request.SealingKey;
import org.quietus.subject.TokenKeys;
import org.quietus.target.BackupTask;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.ErasedBefore;
import org.quietus.target.HeldBackups;
import org.quietus.target.NamedObjects;
import org.quietus.target.Others;

class TaskInTurnsTest {
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  @TempDir Path keys;

  private void enter(Runnable work) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    LockSupport.parkNanos(1_000_000);
    work.run();
    inside.decrementAndGet();
  }

  private boolean entered() {
    enter(() -> {});
    return true;
  }

  private BackupTask task() throws Exception {
    SealingKey.generate(keys);
    return new BackupTask(
        "shop",
        "run",
        Instant.EPOCH,
        1,
        List.of(),
        new ErasedBefore(
            List.of(),
            List.of(),
            Set.of(),
            name -> entered(),
            (after, upTo) -> entered(),
            Set.of(),
            new TokenKeys(keys),
            request -> entered(),
            Set::of,
            one -> entered(),
            one -> entered(),
            one -> entered(),
            one -> entered(),
            request -> Optional.empty()),
        Others.NONE,
        NamedObjects.NONE,
        never(BackupTask.Naming.class),
        notices -> entered() ? Map.of() : Map.of(),
        new HeldBackups(false, false, this::enter),
        Map.of(),
        this::enter,
        never(ChunkRecorder.class),
        SealingKey.load(keys),
        this::entered,
        note -> entered());
  }

  private static <T> T never(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              throw new AssertionError(method.getName());
            }));
  }

  @Test
  void onlyOneThreadIsAnsweredAtATimeWhateverItAsks() throws Exception {
    BackupTask task = TaskInTurns.of(task());
    List<Runnable> questions =
        List.of(
            () -> task.fenced().transaction(() -> {}),
            () -> task.holds().unchanged().transaction(() -> {}),
            () -> task.fenced().alone(this::entered),
            () -> task.holds().unchanged().alone(this::entered),
            () -> task.notes().accept("a note"),
            () -> task.stopping().getAsBoolean(),
            () -> task.notices().apply(List.of()),
            () -> task.erased().elsewhere().test("customer"),
            () -> task.erased().isFinished().test("request"),
            () -> task.erased().changed().test(Instant.EPOCH, Instant.EPOCH));
    List<Thread> threads = new ArrayList<>();
    for (Runnable question : questions) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 20; n++) {
                  question.run();
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void whoeverIsAloneMayAskAndOpenATransaction() throws Exception {
    BackupTask task = TaskInTurns.of(task());
    List<String> done = new ArrayList<>();
    task.fenced()
        .alone(
            () -> {
              task.fenced().transaction(() -> done.add("a transaction"));
              task.notes().accept("a note");
              return done.add("alone");
            });
    assertThat(done).containsExactly("a transaction", "alone");
  }
}
