package org.quietus.cli.output;

import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.quietus.job.RunResult;

/** Progress as a bar that is drawn over and over on one line. */
public final class ProgressOnTerminal implements Progress {
  private final PrintWriter err;
  private Optional<ProgressBar> bar = Optional.empty();

  public ProgressOnTerminal(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(String runId, boolean resumed, long dueRows) {
    if (resumed) {
      note("resuming run " + runId);
    }
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName("rows")
                .setInitialMax(dueRows)
                .setUpdateIntervalMillis(200)
                .build());
  }

  @Override
  public void progress(long rowsDone) {
    bar.ifPresent(drawn -> drawn.maxHint(Math.max(drawn.getMax(), rowsDone)).stepTo(rowsDone));
  }

  @Override
  public void certificate(String id, String place) {
    // the result names it
  }

  @Override
  public void finished(RunResult result) {
    close();
  }

  @Override
  public void note(String text) {
    err.println(text);
    err.flush();
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
