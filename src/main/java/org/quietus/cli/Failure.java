package org.quietus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.cli.output.ExitCode;
import org.quietus.control.FencedOut;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.KeysHidden;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceUnavailable;
import org.quietus.job.CannotRun;
import org.quietus.job.DatabaseDown;
import org.quietus.job.Refusal;
import org.quietus.policy.Counted;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;
import org.quietus.report.portal.PortalRefused;
import org.quietus.request.NotPossible;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.MirrorBroken;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * How a command ended that did not do what it was asked. Only messages of our own are in it; those
 * of drivers and libraries quote values.
 *
 * @param problems for programs: {@link Problem} or {@link Found}
 * @param lines for people
 */
record Failure(ExitCode code, List<?> problems, List<String> lines) {

  /** A problem that has no place in a file. */
  record Found(String id, String what, Optional<String> mend) {}

  /** What {@code --json} prints. */
  record Result(int exitCode, List<?> problems) {}

  static Failure of(Exception failure) {
    if (failure instanceof InvalidInput invalid) {
      return new Failure(
          ExitCode.REFUSED,
          invalid.problems(),
          Stream.concat(
                  invalid.problems().stream().map(Problem::toString),
                  Stream.of(untouched(invalid.problems())))
              .toList());
    }
    if (failure instanceof DatabaseDown down) {
      return new Failure(
          ExitCode.of(down.exitCode()),
          down.problems(),
          Stream.concat(
                  down.problems().stream().map(Problem::toString),
                  Stream.of(
                      down.isPassing()
                          ? "nothing was touched; run the same command to continue"
                          : untouched(down.problems())))
              .toList());
    }
    if (failure instanceof CannotRun stopped) {
      return told(ExitCode.of(stopped.exitCode()), stopped);
    }
    if (failure instanceof FencedOut) {
      return told(ExitCode.LOCKED, failure);
    }
    if (failure instanceof DataAccessException
        || failure instanceof TransactionException
        || failure instanceof DatabaseTrouble) {
      return of(CannotRun.failed("database", failure));
    }
    if (failure instanceof Refusal
        || failure instanceof KeyRefused
        || failure instanceof SealingKey.SealedOtherwise
        || failure instanceof MirrorBroken
        || failure instanceof NotPossible
        || failure instanceof PortalRefused
        || failure instanceof KeysHidden) {
      return told(ExitCode.REFUSED, failure);
    }
    if (failure instanceof EvidenceConflict) {
      return told(ExitCode.FAILED, failure);
    }
    if (failure instanceof EvidenceUnavailable evidence) {
      return told(evidence.isPassing() ? ExitCode.FAILED : ExitCode.REFUSED, failure);
    }
    return fileTrouble(failure)
        .map(file -> told(ExitCode.REFUSED, file))
        .orElseGet(() -> bug(failure));
  }

  private static String untouched(List<Problem> problems) {
    return Counted.of(problems.size(), "problem") + "; nothing was touched";
  }

  Result result() {
    return new Result(code.code(), problems);
  }

  private static Failure told(ExitCode code, Exception failure) {
    return told(code, String.valueOf(failure.getMessage()));
  }

  private static Failure told(ExitCode code, String message) {
    return new Failure(
        code,
        List.of(new Found(code.name().replace('_', '-'), message, Optional.empty())),
        List.of(message));
  }

  private static Failure bug(Exception failure) {
    List<String> lines = new ArrayList<>();
    lines.add("internal error: " + failure.getClass().getName());
    ours(failure).ifPresent(frame -> lines.add("  at " + frame));
    String mend =
        "Please report this, with the version and the command; run again with --verbose for more.";
    lines.add(mend);
    return new Failure(
        ExitCode.BUG,
        List.of(new Found("BUG", failure.getClass().getName(), Optional.of(mend))),
        lines);
  }

  /** What the file system refused, in words; the names in it are those of our own files. */
  private static Optional<String> fileTrouble(Exception failure) {
    IOException cause =
        failure instanceof UncheckedIOException unchecked
            ? unchecked.getCause()
            : failure instanceof IOException io ? io : null;
    if (cause instanceof FileSystemException file) {
      return Optional.of(said(failure, file.getFile() + ": " + reason(file)));
    }
    return Optional.ofNullable(cause)
        .map(Throwable::getMessage)
        .filter(
            message ->
                message.matches(
                    "(?s)(No space left|Disk quota exceeded|Read-only file|File too large).*"))
        .map(message -> said(failure, message));
  }

  private static String said(Exception failure, String message) {
    String said = String.valueOf(failure.getMessage());
    return said.contains("Exception: ") || failure instanceof IOException ? message : said;
  }

  private static String reason(FileSystemException failure) {
    if (failure.getClass() == FileSystemException.class && failure.getReason() != null) {
      return failure.getReason().toLowerCase(Locale.ROOT);
    }
    String kind = failure.getClass().getSimpleName().replace("Exception", "");
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static Optional<StackTraceElement> ours(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.quietus."))
        .findFirst();
  }
}
