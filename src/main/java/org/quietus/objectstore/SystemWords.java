package org.quietus.objectstore;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** What an operating system says of a failed file operation, as far as that names no file. */
public final class SystemWords {
  /** Somebody may not do something with a file, whoever they are. */
  public static final String FORBIDDEN = "Operation not permitted";

  private static final List<String> KNOWN =
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

  private SystemWords() {}

  /** Its own words for a failure; empty unless they are known to be just these. */
  public static Optional<String> of(IOException failure) {
    String words =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return KNOWN.stream().filter(String.valueOf(words)::contains).findFirst();
  }
}
