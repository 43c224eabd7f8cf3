package org.quietus.job;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.quietus.target.InDatabase;

/**
 * A chunk that could not be done, told without the values that drivers like to quote. Exit code 4.
 */
public final class RunFailure extends RuntimeException {
  /** Exceptions of our own hold no values. */
  private static final String OURS = "org.quietus.";

  RunFailure(String message) {
    super(message);
  }

  /** What went wrong, from the exception's types and SQL state alone. */
  public static RunFailure stripped(String doing, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RunFailure known) {
        return known;
      }
      if (cause.getClass().getName().startsWith(OURS)) {
        return new RunFailure(doing + ": " + cause.getMessage());
      }
      if (cause instanceof UncheckedIOException file && isTold(file)) {
        return new RunFailure(doing + ": " + file.getMessage());
      }
      if (cause instanceof SQLException sql) {
        return new RunFailure(
            doing
                + ": "
                + InDatabase.answering(sql)
                + " answered "
                + sql.getClass().getSimpleName()
                + " (SQL state "
                + sql.getSQLState()
                + ", vendor code "
                + sql.getErrorCode()
                + ")");
      }
    }
    return new RunFailure(doing + ": " + failure.getClass().getSimpleName());
  }

  /** Whether it is put in words of our own, which name no path but those of our own files. */
  private static boolean isTold(UncheckedIOException failure) {
    return !String.valueOf(failure.getCause()).equals(failure.getMessage());
  }
}
