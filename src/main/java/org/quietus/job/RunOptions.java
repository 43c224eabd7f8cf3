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
 */
public record RunOptions(Set<Scope> only, Optional<Duration> patience, int slots) {
  public RunOptions {
    only = Set.copyOf(only);
    if (only.isEmpty() || slots < 1) {
      throw new IllegalArgumentException("a run has a part of the job to do and a worker for it");
    }
  }
}
