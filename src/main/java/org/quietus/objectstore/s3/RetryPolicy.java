package org.quietus.objectstore.s3;

import java.time.Duration;

/**
 * How long to go on when a store does not answer as it should.
 *
 * @param attempts at most, the first included
 * @param firstPause doubled after each failure, up to {@code longestPause}; each pause is shortened
 *     at random by up to a half
 * @param deadline no further attempt once this much time has passed since the first
 */
public record RetryPolicy(
    int attempts, Duration firstPause, Duration longestPause, Duration deadline) {
  /** Eight attempts within five minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMinutes(5));

  private static final Duration HASTE = Duration.ofSeconds(10);

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt");
    }
  }

  /** The same with three attempts at most, for a question that can be asked again. */
  RetryPolicy hasty() {
    return new RetryPolicy(Math.min(attempts, 3), firstPause, longestPause, HASTE);
  }

  Duration pauseAfter(int attempt) {
    Duration doubled = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
    return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
  }
}
