package org.quietus;

import java.util.function.Consumer;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;

/** Does something as soon as a run has begun, or has been taken up, and when it has ended. */
record OnStart(Consumer<Boolean> event, Runnable end) implements RunListener {
  OnStart(Consumer<Boolean> event) {
    this(event, () -> {});
  }

  @Override
  public void started(String runId, boolean resumed, long dueRows) {
    event.accept(resumed);
  }

  @Override
  public void progress(long rowsDone) {}

  @Override
  public void certificate(String id, String place) {}

  @Override
  public void finished(RunResult result) {
    end.run();
  }

  @Override
  public void note(String text) {}
}
