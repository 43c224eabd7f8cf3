package org.quietus.objectstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Changes to directories that survive a power cut. */
public final class Durably {
  private Durably() {}

  /** Returns the directory of a path below a store's root, which always has one. */
  public static Path parentOf(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  public static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    sync(parentOf(file));
  }

  /** Makes missing parents, each of which is an entry in its own parent. */
  public static void createParents(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      createParents(parentOf(directory));
      Files.createDirectories(directory);
      sync(parentOf(directory));
    }
  }
}
