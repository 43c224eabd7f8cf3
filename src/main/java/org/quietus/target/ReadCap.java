package org.quietus.target;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many rows of one database a process may read in a second. What a statement has read is paid
 * for before the next one begins.
 */
public final class ReadCap {
  /** For so long after the last wait it counts as what reading waits for. */
  static final Duration LATELY = Duration.ofSeconds(5);

  private static final Duration LONGEST_SLEEP = Duration.ofMillis(100);

  private final LongSupplier nanos;
  private final RowRate rate;
  private volatile boolean waited;
  private volatile long waitedAt;

  /** No limit yet. */
  public ReadCap() {
    this(System::nanoTime);
  }

  ReadCap(LongSupplier nanos) {
    this.nanos = nanos;
    this.rate = new RowRate(nanos);
  }

  /** Sets how many rows may be read in a second, 0 for no limit; who waits notices at once. */
  public void limit(long rows) {
    rate.limit(rows);
  }

  /** The limit, 0 if there is none. */
  public long limit() {
    return rate.limit();
  }

  /** Whether there is a limit. */
  public boolean isSet() {
    return rate.isLimited();
  }

  /** So many rows, but no more than may be read in a second. */
  public long most(long rows) {
    return rate.most(rows);
  }

  /** Says that so many rows were read. */
  public void took(long rows) {
    rate.took(rows);
  }

  /** How long nothing should be read. */
  public Duration owed() {
    return rate.owed();
  }

  /** Whether nothing may be read now; asked by whoever waits if it is so. */
  public boolean holdsUp() {
    boolean owed = !rate.owed().isZero();
    if (owed) {
      waitedAt = nanos.getAsLong();
      waited = true;
    }
    return owed;
  }

  /** Waits until something may be read; its caller has no transaction open. False if it may now. */
  public boolean await() {
    boolean any = false;
    while (holdsUp()) {
      any = true;
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(rate.owed().toNanos(), LONGEST_SLEEP.toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return any;
  }

  /** Whether anybody had to wait lately. */
  public boolean isFelt() {
    return isSet() && waited && nanos.getAsLong() - waitedAt <= LATELY.toNanos();
  }
}
