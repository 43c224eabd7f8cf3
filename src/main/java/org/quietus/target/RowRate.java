package org.quietus.target;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many rows in a second at most, whoever takes them: a leaky bucket that threads share. Rows are
 * paid for after they were taken, and time in which nobody took any saves nothing up.
 */
public final class RowRate {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private long limit;
  private double taken;
  private long at;

  /** No limit yet, by a clock of nanoseconds. */
  public RowRate(LongSupplier nanos) {
    this.nanos = nanos;
    this.at = nanos.getAsLong();
  }

  /** Sets how many rows may be taken in a second, 0 for no limit; what is owed stays owed. */
  public synchronized void limit(long rows) {
    if (rows != limit) {
      settle();
      limit = rows;
    }
  }

  /** Whether there is a limit. */
  public synchronized boolean isLimited() {
    return limit > 0;
  }

  /** The limit, 0 if there is none. */
  public synchronized long limit() {
    return limit;
  }

  /** So many rows, but no more than a second has. */
  public synchronized long most(long rows) {
    return limit == 0 ? rows : Math.min(rows, limit);
  }

  /** Says that so many rows were taken. */
  public synchronized void took(long rows) {
    if (limit > 0) {
      settle();
      taken += rows;
    }
  }

  /** How long nobody should take any. */
  public synchronized Duration owed() {
    return limit == 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(due() * SECOND / limit));
  }

  private void settle() {
    taken = limit == 0 ? 0 : due();
    at = nanos.getAsLong();
  }

  private double due() {
    return Math.max(0, taken - (nanos.getAsLong() - at) / SECOND * limit);
  }
}
