package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.quietus.objectstore.StoreException;

/** Says what a failed file operation means; the exception is dropped, as its message is a path. */
final class FileFailures {
  private FileFailures() {}

  /** A file operation. */
  interface Operation<T> {
    T run() throws IOException;
  }

  static <T> T translated(String operation, Operation<T> body) {
    try {
      return body.run();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new StoreException.Gone("no such file to " + operation);
    } catch (AccessDeniedException e) {
      throw new StoreException.Denied("no permission to " + operation + " a file");
    } catch (IOException e) {
      throw new StoreException.Unreachable("the file system failed to " + operation + " a file");
    }
  }
}
