package org.quietus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.quietus.certificate.KeyRefused;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.KeysHidden;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.policy.CalendarYearUnknown;
import org.quietus.policy.InvalidInput;
import org.quietus.request.MirrorBroken;
import org.quietus.request.NotPossible;
import org.quietus.run.CannotRun;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;

/**
 * The one place where an exception becomes an exit code and a message. Only messages of our own are
 * printed; those of drivers and libraries quote values.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    ExitCode code = report(failure, err);
    err.flush();
    return code.code();
  }

  private static ExitCode report(Exception failure, PrintWriter err) {
    if (failure instanceof InvalidInput invalid) {
      invalid.problems().forEach(err::println);
      int count = invalid.problems().size();
      err.println(
          count == 1 ? "1 problem; nothing was touched" : count + " problems; nothing was touched");
      return ExitCode.REFUSED;
    }
    if (failure instanceof CannotRun stopped) {
      err.println(stopped.getMessage());
      return ExitCode.of(stopped.exitCode());
    }
    if (failure instanceof DataAccessException
        || failure instanceof TransactionException
        || failure instanceof DatabaseTrouble) {
      return report(CannotRun.failed("database", failure), err);
    }
    if (failure instanceof Refusal
        || failure instanceof KeyRefused
        || failure instanceof MirrorBroken
        || failure instanceof CalendarYearUnknown
        || failure instanceof NotPossible
        || failure instanceof KeysHidden) {
      err.println(failure.getMessage());
      return ExitCode.REFUSED;
    }
    if (failure instanceof EvidenceConflict) {
      err.println(failure.getMessage());
      return ExitCode.FAILED;
    }
    Optional<FileSystemException> file = fileTrouble(failure);
    if (file.isPresent()) {
      err.println(file.get().getFile() + ": " + reason(file.get()));
      return ExitCode.REFUSED;
    }
    err.println("Quietus failed where it should not have: " + failure.getClass().getName());
    ours(failure).ifPresent(frame -> err.println("  at " + frame));
    err.println(
        "Please report this, with the version and the command; run again with --verbose for more.");
    return ExitCode.BUG;
  }

  private static Optional<FileSystemException> fileTrouble(Exception failure) {
    IOException cause =
        failure instanceof UncheckedIOException unchecked
            ? unchecked.getCause()
            : failure instanceof IOException io ? io : null;
    return cause instanceof FileSystemException file ? Optional.of(file) : Optional.empty();
  }

  private static String reason(FileSystemException failure) {
    String kind = failure.getClass().getSimpleName().replace("Exception", "");
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static Optional<StackTraceElement> ours(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.quietus."))
        .findFirst();
  }
}
