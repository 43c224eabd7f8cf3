package org.quietus.control;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.quietus.job.CannotRun;
import org.quietus.target.OwnerLock;

/**
 * The lock that one run at a time holds on a database, kept alive by a heartbeat.
 *
 * <p>It tells whether a run's owner still lives, no more: the authority is the {@link Fence}.
 */
public final class RunLock implements AutoCloseable {
  private static final long HEARTBEAT_SECONDS = 5;
  private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

  private final OwnerLock lock;
  private final ScheduledExecutorService heart;
  private volatile Runnable onLoss = () -> {};

  private RunLock(OwnerLock lock) {
    this.lock = lock;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lock-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
    heart.scheduleWithFixedDelay(
        this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes the lock.
   *
   * @throws CannotRun with {@link CannotRun#LOCKED} if another run holds it for longer than {@code
   *     patience}
   */
  public static RunLock take(OwnerLock lock, String database, Duration patience) {
    boolean taken = false;
    try {
      // in short waits, so that no single statement hangs for as long as another run takes
      long end = System.nanoTime() + patience.toNanos();
      do {
        taken = lock.tryTake(patience.compareTo(SHORT_WAIT) < 0 ? patience : SHORT_WAIT);
      } while (!taken && System.nanoTime() < end);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
    if (!taken) {
      throw CannotRun.locked(database);
    }
    return new RunLock(lock);
  }

  /** Whether some process holds the lock now; closes what it is given. */
  public static boolean isHeld(OwnerLock lock) {
    try (lock) {
      return !lock.isFree();
    }
  }

  /** What to do when the lock is found lost. */
  public void onLoss(Runnable action) {
    onLoss = action;
  }

  private void beat() {
    if (!lock.isAlive()) {
      onLoss.run();
      heart.shutdown();
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    lock.close();
  }
}
