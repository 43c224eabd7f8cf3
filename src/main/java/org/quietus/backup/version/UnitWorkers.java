package org.quietus.backup.version;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quietus.format.OutOfShare;
import org.quietus.format.Share;
import org.quietus.hold.HoldsChanged;
import org.quietus.policy.ObjectSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works units of one set off, several at once as far as the job file and the memory allow. What
 * needs more than its share is worked off by itself when the others have ended.
 */
final class UnitWorkers {
  /** Larger ones are uploaded in parts that are no small thing themselves. */
  private static final long LARGEST_OBJECT = 16L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(UnitWorkers.class);

  private final SetContext set;
  private final HeapShares shares;
  private final Consumer<Strands.Unit> action;
  private final Queue<List<Strands.Unit>> ahead = new ArrayDeque<>();
  private final List<Strands.Unit> alone = new ArrayList<>();
  private final ThreadFactory threads;
  private @Nullable Throwable failure;

  /** {@code action} works one unit off, which other threads do with others meanwhile. */
  UnitWorkers(SetContext set, HeapShares shares, Consumer<Strands.Unit> action) {
    this(set, shares, action, Thread::new);
  }

  /** The same on threads of that kind. */
  UnitWorkers(
      SetContext set, HeapShares shares, Consumer<Strands.Unit> action, ThreadFactory threads) {
    this.set = set;
    this.shares = shares;
    this.action = action;
    this.threads = threads;
  }

  /**
   * Works all of them off.
   *
   * @throws Stopped if the run is to stop
   */
  void work(List<Strands.Unit> units) {
    List<List<Strands.Unit>> strands = shares.objects() < 2 ? List.of() : Strands.of(units);
    List<Strands.Unit> first = new ArrayList<>();
    for (List<Strands.Unit> strand : strands) {
      if (asksOthers(strand)) {
        first.addAll(strand);
      } else if (fits(strand)) {
        ahead.add(strand);
      } else {
        alone.addAll(strand);
      }
    }
    if (ahead.size() < 2) {
      units.forEach(this::work);
      return;
    }
    first.sort(Comparator.comparingInt(Strands.Unit::place));
    first.forEach(this::work);
    together(Math.min(shares.objects(), ahead.size()));
    alone.sort(Comparator.comparingInt(Strands.Unit::place));
    alone.stream().map(this::asItStands).forEach(this::work);
  }

  /**
   * Whether what other dumps of the set say decides on an older version: it goes only if a newer
   * one of the same database is whole.
   */
  private boolean asksOthers(List<Strands.Unit> strand) {
    return set.settings().kind() != ObjectSet.Kind.FILES
        && strand.stream()
            .flatMap(unit -> unit.entries().stream())
            .anyMatch(entry -> !entry.held().latest());
  }

  /** Whether nothing says before that it needs more than a share. */
  private boolean fits(List<Strands.Unit> strand) {
    return strand.stream()
        .flatMap(unit -> unit.entries().stream())
        .mapToLong(entry -> entry.held().size())
        .allMatch(
            size -> size <= LARGEST_OBJECT && set.contents().heldAtOnce(size) <= shares.largest());
  }

  private Strands.Unit asItStands(Strands.Unit unit) {
    return new Strands.Unit(unit.place(), unit.name(), set.entries(unit.name()));
  }

  private void work(Strands.Unit unit) {
    if (set.task().stopping().getAsBoolean()) {
      throw new Stopped();
    }
    action.accept(unit);
  }

  private void together(int workers) {
    Share share =
        new Share(
            shares.largest(),
            new Share.Room(new File(System.getProperty("java.io.tmpdir")).getUsableSpace() / 2));
    List<Thread> begun = begun(workers, () -> share.within(this::strands));
    if (begun.isEmpty()) {
      share.within(this::strands);
    }
    begun.forEach(UnitWorkers::await);
    synchronized (this) {
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  /** As many threads as the system has room for, up to so many. */
  private List<Thread> begun(int most, Runnable work) {
    List<Thread> begun = new ArrayList<>();
    try {
      for (int n = 1; n <= most; n++) {
        Thread thread = threads.newThread(work);
        thread.setName("object-" + n);
        thread.setDaemon(true);
        thread.start();
        begun.add(thread);
      }
    } catch (OutOfMemoryError e) {
      LOG.warn("{} of {} threads could be started for objects", begun.size(), most);
    }
    return begun;
  }

  /** However often somebody asks meanwhile: nothing may go on behind the back of the run. */
  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void strands() {
    try {
      for (Optional<List<Strands.Unit>> next = next(); next.isPresent(); next = next()) {
        strand(next.get());
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** None once something has ended the work on the set. */
  private synchronized Optional<List<Strands.Unit>> next() {
    return failure == null ? Optional.ofNullable(ahead.poll()) : Optional.empty();
  }

  private void strand(List<Strands.Unit> strand) {
    for (int n = 0; n < strand.size() && !hasFailed(); n++) {
      try {
        work(strand.get(n));
      } catch (OutOfShare e) {
        putOff(strand.subList(n, strand.size()));
        return;
      }
    }
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private synchronized void putOff(List<Strands.Unit> some) {
    alone.addAll(some);
  }

  /** Where several fail, what nobody makes good by planning again is told. */
  private synchronized void failed(Throwable why) {
    if (failure == null || rank(why) > rank(failure)) {
      failure = why;
    }
  }

  private static int rank(Throwable failure) {
    return failure instanceof Stopped
        ? 0
        : failure instanceof HoldsChanged ? 1 : failure instanceof Error ? 3 : 2;
  }
}
