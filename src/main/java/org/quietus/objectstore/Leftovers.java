package org.quietus.objectstore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The drafts that earlier processes left when they were killed. A directory is looked through once
 * in a process, for it may have as many files as there are certificates.
 */
final class Leftovers {
  private final String ending;
  private final Map<Path, Set<Path>> byDirectory = new ConcurrentHashMap<>();

  /**
   * Nothing is looked through yet.
   *
   * @param ending of the names of drafts
   */
  Leftovers(String ending) {
    this.ending = ending;
  }

  /** Once a file is there, drafts of it are of no use to anybody. */
  void remove(Path file, String prefix) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Set<Path> drafts = byDirectory.get(directory);
    if (drafts == null) {
      drafts = drafts(directory);
      byDirectory.put(directory, drafts);
    }
    for (Path draft : Set.copyOf(drafts)) {
      String name = draft.getFileName().toString();
      if (name.startsWith(prefix)
          && name.indexOf('.', prefix.length()) == name.length() - ending.length()) {
        Files.deleteIfExists(draft);
        drafts.remove(draft);
      }
    }
  }

  /** Has a directory looked through once more. */
  void forget(Path directory) {
    byDirectory.remove(directory.toAbsolutePath());
  }

  private Set<Path> drafts(Path directory) throws IOException {
    Set<Path> drafts = ConcurrentHashMap.newKeySet();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, file -> file.getFileName().toString().endsWith(ending))) {
      files.forEach(drafts::add);
    }
    return drafts;
  }
}
