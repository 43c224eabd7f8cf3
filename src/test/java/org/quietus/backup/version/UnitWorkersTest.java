package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.format.Share;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.policy.ObjectGlob;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.OnErasure;
import org.quietus.target.BackupTask;

class UnitWorkersTest {
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final Set<String> shared = ConcurrentHashMap.newKeySet();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  /** As where a limit of processes, or of memory outside the heap, is reached. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void asManyThreadsDoTheWorkAsTheSystemHasRoomFor(int room) {
    work(roomFor(room));
    assertThat(done).hasSize(20);
    assertThat(shared).as("each within its share").hasSize(20);
    assertThat(threads)
        .hasSizeLessThanOrEqualTo(Math.max(1, room))
        .allMatch(
            name -> room == 0 ? name.equals(Thread.currentThread().getName()) : isOfOne(name));
  }

  @Test
  void nothingGoesOnBehindTheBackOfTheRunWhenOneThreadCannotBeStarted() {
    work(roomFor(1));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(UnitWorkersTest::isOfOne);
  }

  private static boolean isOfOne(String thread) {
    return thread.startsWith("object-");
  }

  private static ThreadFactory roomFor(int room) {
    int[] begun = {0};
    return work ->
        new Thread(work) {
          @Override
          public synchronized void start() {
            if (++begun[0] > room) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            super.start();
          }
        };
  }

  private void work(ThreadFactory factory) {
    new UnitWorkers(set(), new HeapShares(4, 1 << 20), this::work, factory)
        .work(IntStream.range(0, 20).mapToObj(UnitWorkersTest::unit).toList());
  }

  private void work(Strands.Unit unit) {
    done.add(unit.name());
    threads.add(Thread.currentThread().getName());
    Share.ofThread().ifPresent(share -> shared.add(unit.name()));
  }

  private static Strands.Unit unit(int place) {
    Pin pin = new Pin(new ObjectKey("nightly/" + place), "1", "etag");
    JournalEntry entry =
        new JournalEntry(
            1,
            "nightly",
            "u",
            "v",
            Optional.empty(),
            VersionState.PLANNED,
            SealedVersion.of(pin, true, 9, Instant.EPOCH),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Strands.Unit(place, "unit " + place, List.of(entry));
  }

  @SuppressWarnings("NullAway") // only what is asked while units are shared out
  private static SetContext set() {
    ObjectSet settings =
        new ObjectSet(
            ObjectSet.Kind.FILES,
            "events",
            "vault",
            new ObjectGlob("events/*"),
            "jsonl",
            Optional.empty(),
            OnErasure.REWRITE,
            0,
            Optional.empty(),
            Optional.empty());
    Contents contents =
        (Contents)
            Proxy.newProxyInstance(
                Contents.class.getClassLoader(),
                new Class<?>[] {Contents.class},
                (proxy, method, given) -> 0L);
    BackupTask task =
        new BackupTask(
            "shop",
            "run",
            Instant.EPOCH,
            1,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            () -> false,
            null);
    return new SetContext(
        settings,
        null,
        null,
        contents,
        ZoneOffset.UTC,
        Clock.systemUTC(),
        key -> true,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        4,
        task);
  }
}
