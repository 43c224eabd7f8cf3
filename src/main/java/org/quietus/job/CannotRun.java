package org.quietus.job;

/**
 * Why a command ends with nothing done, or nothing more, in words for its user; carries the
 * documented exit code.
 */
public final class CannotRun extends RuntimeException {
  /** What the environment or an input refuses. */
  public static final int REFUSED = 2;

  /** The same command, started again, continues. */
  public static final int FAILED = 4;

  /** Another run holds the lock. */
  public static final int LOCKED = 5;

  /** Reading again found what should be gone. */
  public static final int NOT_GONE = 6;

  /** A person has to decide. */
  public static final int WAITS = 7;

  /** Something could not be reached or decided. */
  public static final int PARTIAL = 8;

  private final int exitCode;

  public CannotRun(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Another run holds the database. */
  public static CannotRun locked(String database) {
    return new CannotRun(
        LOCKED,
        "another run holds database '"
            + database
            + "'; start again when it has ended, or wait for it with --wait PT30M");
  }

  /** What a database or the transaction on it refused, without the values that drivers quote. */
  public static CannotRun failed(String doing, Throwable failure) {
    return new CannotRun(
        FAILED,
        RunFailure.stripped(doing, failure).getMessage() + "; run the same command to continue");
  }

  public int exitCode() {
    return exitCode;
  }
}
