package org.quietus.job;

/** Hears how a run gets on; called from one thread at a time. */
public interface RunListener {

  /** {@code dueRows} is what is to be done, for the progress shown; it may turn out otherwise. */
  void started(String runId, boolean resumed, long dueRows);

  /** {@code rowsDone} counts from the start of the run, also of a resumed one. */
  void progress(long rowsDone);

  void certificate(String id, String place);

  void finished(RunResult result);

  /** Something worth a line, e.g. what the run waits for. */
  void note(String text);
}
