package org.quietus.job;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How to run.
 *
 * @param only the parts to run, never empty
 * @param patience how long to wait for another run's lock; not at all if empty
 * @param slots how many workers, at least 1
 * @param windDown whether everybody is erased, since the service is closed
 */
public record RunOptions(
    Set<Scope> only, Optional<Duration> patience, int slots, boolean windDown) {

  /** A run as on any other day. */
  public RunOptions(Set<Scope> only, Optional<Duration> patience, int slots) {
    this(only, patience, slots, false);
  }

  public RunOptions {
    only = Set.copyOf(only);
    if (only.isEmpty() || slots < 1 || (windDown && only.size() < Scope.values().length)) {
      throw new IllegalArgumentException("a run has a part of the job to do and a worker for it");
    }
  }
}
