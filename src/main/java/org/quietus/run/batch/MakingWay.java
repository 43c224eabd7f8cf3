package org.quietus.run.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Goes gently where a server works for others, and at full speed where nobody else wants anything.
 *
 * <p>Every ten seconds no chunk is begun until those that were open have ended, and then for a
 * moment longer: what a server counts in that moment is the work of others. Where there is some,
 * chunks are small, one at a time, and after each the database rests for a multiple of what it
 * took, so that an application hardly notices.
 */
public final class MakingWay {
  /** The most rows of a chunk beside others. */
  static final int SMALL = 1000;

  /** How many times as long as a chunk took nothing is begun after it. */
  static final int REST = 5;

  private static final Duration BETWEEN_BREATHS = Duration.ofSeconds(10);
  private static final Duration DRAINING = Duration.ofSeconds(2);
  private static final Duration SETTLING = Duration.ofMillis(50);
  private static final Duration LONGEST_WORK = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Others others;
  private final LongSupplier nanos;
  private final Map<String, Integer> open = new HashMap<>();
  private final Map<String, Long> restsUntil = new HashMap<>();
  private volatile Map<String, String> latest = Map.of();
  private volatile Map<String, String> busy = Map.of();
  private volatile boolean breathing;
  private volatile boolean asked;
  private long begun;
  private long seen;
  private long breathed;

  /** Who else is at work on the servers. */
  public interface Others {
    /** Nobody who could be asked for. */
    Others NONE =
        new Others() {
          @Override
          public void makeReady() {}

          @Override
          public Map<String, String> look() {
            return Map.of();
          }
        };

    /** Makes ready to look, which takes long where a server does not answer. */
    void makeReady();

    /**
     * Looks for a moment at the servers that were ready; what others do, in words, by a database's
     * name, where it is enough to be disturbed.
     */
    Map<String, String> look();
  }

  MakingWay(Others others, LongSupplier nanos) {
    this.others = others;
    this.nanos = nanos;
    this.breathed = nanos.getAsLong() - BETWEEN_BREATHS.toNanos();
  }

  /** Whether a chunk may begin in a database. */
  synchronized boolean mayBegin(String place) {
    boolean now = !busy.containsKey(place);
    return !breathing && (now || (open.getOrDefault(place, 0) == 0 && isRested(place)));
  }

  private boolean isRested(String place) {
    Long until = restsUntil.get(place);
    return until == null || until - nanos.getAsLong() <= 0;
  }

  /** Whether nothing is asked of any database for a moment; asked by each worker for its turn. */
  boolean isBreathing() {
    boolean now = breathing;
    asked |= now;
    return now;
  }

  /** Whether a database works for others, too. */
  boolean isGentle(String place) {
    return busy.containsKey(place);
  }

  /** What others do, where they do something, in words. */
  Map<String, String> others() {
    return busy;
  }

  /** Says that a chunk begins. */
  synchronized void begins(String place) {
    begun++;
    open.merge(place, 1, Integer::sum);
  }

  /** Says that a chunk has ended, whatever came of it. */
  synchronized void ended(String place, Duration took) {
    open.merge(place, -1, Integer::sum);
    long worked = Math.min(took.toNanos(), LONGEST_WORK.toNanos()); // what is more, it waited
    restsUntil.put(place, nanos.getAsLong() + REST * worked);
    notifyAll();
  }

  /** Looks what others do, if it is time for that and any chunk was begun since the last look. */
  void look() throws InterruptedException {
    if (!isDue()) {
      return;
    }
    others.makeReady(); // chunks go on meanwhile
    asked = false;
    breathing = true;
    try {
      Optional<Long> quiet = drained();
      if (quiet.isPresent()) {
        TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
        Map<String, String> found = others.look();
        if (asked && isStill(quiet.get())) { // else the run has gone on to what comes after chunks
          noted(found);
        }
      }
    } finally {
      breathing = false;
      breathed = nanos.getAsLong();
    }
  }

  private synchronized boolean isDue() {
    return begun > seen && nanos.getAsLong() - breathed >= BETWEEN_BREATHS.toNanos();
  }

  /** How many chunks had been begun when none was open any more; empty if one takes too long. */
  private synchronized Optional<Long> drained() throws InterruptedException {
    seen = begun;
    for (long waited = 0; isOpen(); waited += POLL.toMillis()) {
      if (waited >= DRAINING.toMillis()) {
        return Optional.empty();
      }
      wait(POLL.toMillis());
    }
    return Optional.of(begun);
  }

  private boolean isOpen() {
    return open.values().stream().anyMatch(count -> count > 0);
  }

  /** A chunk that had been allowed before the breath may have begun in it. */
  private synchronized boolean isStill(long quiet) {
    return begun == quiet && !isOpen();
  }

  /** Others who pause for one look are still there. */
  private void noted(Map<String, String> found) {
    Map<String, String> either = new HashMap<>(latest);
    either.putAll(found);
    latest = Map.copyOf(found);
    busy = Map.copyOf(either);
  }
}
