package org.quietus.cli.demo;

import java.io.PrintWriter;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;

/** Prints what is worth a line, and nothing of how a run gets on. */
final class NotesOnly implements RunListener {
  private final PrintWriter err;

  NotesOnly(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(String runId, boolean resumed, long dueRows) {}

  @Override
  public void progress(long rowsDone) {}

  @Override
  public void certificate(String id, String place) {}

  @Override
  public void finished(RunResult result) {}

  @Override
  public void note(String text) {
    err.println(text);
    err.flush();
  }
}
