package org.quietus.cli.output;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.quietus.job.RunResult;
import org.quietus.policy.Counted;

/** Progress for logs: a line for each tenth of the work, or after ten seconds without one. */
public final class ProgressLines implements Progress {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final Clock clock;
  private long due;
  private long tenths;
  private Instant spoken;

  public ProgressLines(PrintWriter err, Clock clock) {
    this.err = err;
    this.clock = clock;
    this.spoken = clock.instant();
  }

  @Override
  public void started(String runId, boolean resumed, long dueRows) {
    due = dueRows;
    say((resumed ? "resuming run " : "run ") + runId + ": " + Counted.of(dueRows, "row") + " due");
  }

  @Override
  public void progress(long rowsDone) {
    long reached = due == 0 ? 0 : 10 * rowsDone / due;
    boolean silent = !clock.instant().isBefore(spoken.plus(LONGEST_SILENCE));
    if (reached > tenths || silent) {
      tenths = reached;
      say(
          String.format(Locale.ROOT, "%,d of ", rowsDone)
              + Counted.of(Math.max(due, rowsDone), "row")
              + " done");
    }
  }

  @Override
  public void certificate(String id, String place) {
    say("certificate " + id + " issued");
  }

  @Override
  public void finished(RunResult result) {
    say(
        result.outcome().equals("UNFINISHED")
            ? "run " + result.runId() + " stopped; run the same command to continue"
            : "run " + result.runId() + " ended: " + result.outcome());
  }

  @Override
  public void note(String text) {
    say(text);
  }

  @Override
  public void close() {
    err.flush();
  }

  private void say(String text) {
    spoken = clock.instant();
    err.println(text);
    err.flush();
  }
}
