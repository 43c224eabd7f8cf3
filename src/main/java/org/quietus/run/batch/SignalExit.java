package org.quietus.run.batch;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quietus.job.CannotRun;

/**
 * Gives a start that a signal ends the exit code of a stopped one: the same command continues. What
 * a retrying scheduler needs is that, and not 128 plus the signal's number.
 *
 * <p>A batch job that is running is stopped cleanly first; before and after it nothing is open.
 */
public final class SignalExit implements AutoCloseable {
  private static final Consumer<String> NOBODY = words -> {};

  private static volatile @Nullable StopSwitch running;
  private static volatile Consumer<String> user = NOBODY;

  private static boolean hooked;

  private final Consumer<String> before;
  private final Optional<Thread> hook;

  private SignalExit(Consumer<String> before, Optional<Thread> hook) {
    this.before = before;
    this.hook = hook;
  }

  /**
   * Holds until it is closed; {@code note} hears how to go on. A start within another one takes
   * over what that one says, until it is closed.
   */
  public static synchronized SignalExit begin(Consumer<String> note) {
    Optional<Thread> hook =
        hooked ? Optional.empty() : Optional.of(new Thread(SignalExit::onSignal, "quietus-signal"));
    hook.ifPresent(Runtime.getRuntime()::addShutdownHook);
    hooked = true;
    SignalExit exit = new SignalExit(user, hook);
    user = note;
    return exit;
  }

  /** Says how to stop the batch job that begins. */
  static void batchBegins(StopSwitch stop) {
    running = stop;
  }

  /** Says that the batch job has ended. */
  static void batchEnded() {
    running = null;
  }

  private static void onSignal() {
    StopSwitch stop = running;
    if (stop != null) {
      stop.requestAndAwait();
    }
    user.accept("stopped; run the same command to continue");
    Runtime.getRuntime().halt(CannotRun.FAILED);
  }

  @Override
  public void close() {
    synchronized (SignalExit.class) {
      user = before;
      hooked = hooked && hook.isEmpty();
    }
    try {
      hook.ifPresent(Runtime.getRuntime()::removeShutdownHook);
    } catch (IllegalStateException shuttingDown) {
      // the signal came first, and the hook decides
    }
  }
}
