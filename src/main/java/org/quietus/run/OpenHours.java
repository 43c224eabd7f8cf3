package org.quietus.run;

import java.time.Instant;
import java.util.Optional;
import org.quietus.job.CannotRun;
import org.quietus.policy.DayWindow;
import org.quietus.policy.JobFile;

/** When a job's rows may be changed: in its {@link DayWindow}, if it has one. */
record OpenHours(JobFile job) {

  /** Why no rows may be changed at an instant, if it is so. */
  Optional<String> closed(Instant now) {
    return job.limits()
        .pace()
        .window()
        .filter(window -> !window.contains(now.atZone(job.zone()).toLocalTime()))
        .map(
            window ->
                "rows may be changed from %s to %s only (limits.window, %s)"
                    .formatted(window.from(), window.to(), job.zone()));
  }

  /**
   * Refuses to begin what would have to stop at once.
   *
   * @throws CannotRun with {@link CannotRun#FAILED}, since the same command may go on later
   */
  void require(Instant now) {
    closed(now)
        .ifPresent(
            why -> {
              throw new CannotRun(
                  CannotRun.FAILED, why + "; run the same command in that time, nothing was begun");
            });
  }
}
