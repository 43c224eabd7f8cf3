package org.quietus.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Logs when a phase of a run begins, and when it has ended with the time that it took. */
public final class Phase {
  private Phase() {}

  /** Runs {@code work} as the phase of that name. */
  public static <T> T timed(Logger log, Clock clock, String name, Supplier<T> work) {
    Instant begun = clock.instant();
    log.info("{}: begun", name);
    try {
      return work.get();
    } finally {
      log.info("{}: ended after {}", name, Duration.between(begun, clock.instant()));
    }
  }
}
