package org.quietus.objectstore.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.quietus.objectstore.StoreException;

/** Says what a failed file operation means; the exception is dropped, as its message is a path. */
public final class FileFailures {
  private static final String FORBIDDEN = "Operation not permitted";

  private static final List<String> REASONS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Read-only file system",
          "Input/output error",
          "Stale file handle",
          "Too many open files",
          "File name too long",
          "File too large",
          FORBIDDEN);

  private FileFailures() {}

  /** A file operation. */
  public interface Operation<T> {
    T run() throws IOException;
  }

  public static <T> T translated(String operation, Operation<T> body) {
    try {
      return iterated(body);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new StoreException.Gone("no such file to " + operation);
    } catch (AccessDeniedException e) {
      throw new StoreException.Denied("no permission to " + operation + " a file");
    } catch (IOException e) {
      if (reason(e).endsWith(FORBIDDEN)) { // of a file that may not be changed, whoever asks
        throw new StoreException.Denied("no permission to " + operation + " a file" + reason(e));
      }
      throw new StoreException.Unreachable(
          "the file system failed to %s a file%s".formatted(operation, reason(e)));
    }
  }

  /** What goes wrong in the middle of a directory is no {@link IOException} by itself. */
  private static <T> T iterated(Operation<T> body) throws IOException {
    try {
      return body.run();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Only what is known to be the operating system's own words, which name no file. */
  private static String reason(IOException failure) {
    String words =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return REASONS.stream()
        .filter(String.valueOf(words)::contains)
        .findFirst()
        .map(reason -> ": " + reason)
        .orElse("");
  }
}
