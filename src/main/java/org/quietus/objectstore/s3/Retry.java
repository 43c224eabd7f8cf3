package org.quietus.objectstore.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.quietus.objectstore.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats what failed with {@link StoreException.Unreachable}, within its policy. */
final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

  private final RetryPolicy policy;
  private final Clock clock;
  private final Sleep sleep;

  /** Lets the thread wait. */
  interface Sleep {
    void over(Duration pause) throws InterruptedException;
  }

  Retry(RetryPolicy policy, Clock clock) {
    this(policy, clock, pause -> Thread.sleep(pause.toMillis()));
  }

  Retry(RetryPolicy policy, Clock clock, Sleep sleep) {
    this.policy = policy;
    this.clock = clock;
    this.sleep = sleep;
  }

  /** Calls with 1, 2, … until a call returns or fails in a way that time does not mend. */
  <T> T call(IntFunction<T> attempt) {
    Instant end = clock.instant().plus(policy.deadline());
    for (int number = 1; ; number++) {
      try {
        return attempt.apply(number);
      } catch (StoreException.Unreachable e) {
        Duration pause = shortened(policy.pauseAfter(number));
        if (number >= policy.attempts() || clock.instant().plus(pause).isAfter(end)) {
          throw e;
        }
        LOG.info(
            "{}; try {} of {} comes in {}", e.getMessage(), number + 1, policy.attempts(), pause);
        sleep(pause, e);
      }
    }
  }

  private static Duration shortened(Duration pause) {
    long millis = pause.toMillis();
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  private void sleep(Duration pause, StoreException.Unreachable failure) {
    try {
      sleep.over(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
