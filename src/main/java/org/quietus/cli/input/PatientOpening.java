package org.quietus.cli.input;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quietus.job.DatabaseDown;
import org.quietus.job.JobSession;

/** Tries again, with growing pauses, to open a job whose database is down. */
final class PatientOpening {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration wait;
  private final Consumer<String> note;

  /** Waits at most that long; {@code note} hears what is waited for, once. */
  PatientOpening(Duration wait, Consumer<String> note) {
    this.wait = wait;
    this.note = note;
  }

  /**
   * Opens. When the time is over, what can be opened without a database that is still down is.
   *
   * @throws DatabaseDown if the database is still down when the time is over
   */
  JobSession open(Supplier<JobSession> opening) {
    long begun = System.nanoTime();
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      Duration left = wait.minusNanos(System.nanoTime() - begun);
      boolean last = left.isNegative() || left.isZero();
      DatabaseDown down;
      try {
        JobSession session = opening.get();
        if (last || session.down().isEmpty()) {
          return session;
        }
        down = new DatabaseDown(session.down());
        session.close();
      } catch (DatabaseDown whole) {
        if (!whole.isPassing()) {
          throw whole;
        }
        down = whole;
      }
      if (last) {
        throw down;
      }
      if (pause.equals(FIRST_PAUSE)) {
        note.accept(down.getMessage() + "; waiting up to " + wait);
      }
      sleep(pause.compareTo(left) < 0 ? pause : left, down);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static void sleep(Duration pause, DatabaseDown down) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw down;
    }
  }
}
