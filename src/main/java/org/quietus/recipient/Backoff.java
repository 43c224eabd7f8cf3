package org.quietus.recipient;

import java.time.Duration;
import java.time.Instant;

/** How long to wait before a notice is repeated: a quarter of an hour, doubled up to a day. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int DOUBLINGS = 7;

  private Backoff() {}

  /** The first moment at which it may be repeated after so many attempts. */
  static Instant next(int attempts, Instant now) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
    return now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
