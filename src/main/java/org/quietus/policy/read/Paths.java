package org.quietus.policy.read;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as job files write them, whatever letters they have. */
final class Paths {

  private Paths() {}

  /**
   * The directory of a {@code file:} URI; its letters may stand in it as they are.
   *
   * @throws IllegalArgumentException if it is not the URI of a path
   */
  static Path of(URI uri) {
    return Path.of(URI.create(uri.toASCIIString()));
  }

  /**
   * The absolute path that an entry gives; empty if it gives none, or something else, which is
   * noted as a problem.
   */
  static Optional<Path> absolute(JobEntry entry, String id, String mend) {
    if (entry.text().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(entry.text().get());
      if (path.isAbsolute()) {
        return Optional.of(path);
      }
      entry.problem(id, entry.path() + " is not an absolute path", mend);
    } catch (InvalidPathException e) {
      // without the value; Java takes the letters that paths may have from the locale
      entry.problem(
          id,
          entry.path() + " has letters that no path can have under this locale",
          "start the command with LC_ALL=C.UTF-8");
    }
    return Optional.empty();
  }
}
