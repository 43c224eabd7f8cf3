package org.quietus.objectstore.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.SystemWords;

/** Says what a failed file operation means; the exception is dropped, as its message is a path. */
public final class FileFailures {
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
      if (reason(e)
          .endsWith(SystemWords.FORBIDDEN)) { // of a file that may not be changed, whoever asks
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

  private static String reason(IOException failure) {
    return SystemWords.of(failure).map(reason -> ": " + reason).orElse("");
  }
}
