package org.quietus.run.batch;

import org.quietus.job.CannotRun;

/**
 * Gives a start that a signal ends before or after its batch job the exit code of a stopped one:
 * nothing is open then, and the same command continues.
 *
 * <p>While the batch job runs, {@link StopSwitch} ends it cleanly instead.
 */
public final class SignalExit implements AutoCloseable {
  private static volatile boolean batchRunning;

  private final Thread hook =
      new Thread(
          () -> {
            if (!batchRunning) {
              Runtime.getRuntime().halt(CannotRun.FAILED);
            }
          },
          "quietus-signal");

  private SignalExit() {}

  /** Holds until it is closed. */
  public static SignalExit begin() {
    SignalExit exit = new SignalExit();
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  /** Says that a batch job begins or has ended. */
  static void batchRuns(boolean now) {
    batchRunning = now;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the signal came first, and the hook decides
    }
  }
}
