package org.quietus.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class DirectoryBackupTest extends BackupContract {
  private Path root;

  @Override
  Map<String, String> newStore(Path parent) {
    root = parent;
    return Map.of("STORE", parent.toUri().toString());
  }

  @Override
  void put(String key, byte[] content) throws IOException {
    Files.createDirectories(root.resolve(key).getParent());
    Files.write(root.resolve(key), content);
  }

  @Override
  byte[] get(String key) throws IOException {
    return Files.readAllBytes(root.resolve(key));
  }

  @Override
  void clear() throws IOException {
    Files.deleteIfExists(root.resolve(DUMP));
  }

  /** What is there, leftovers of uploads included. */
  @Override
  List<String> keys() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.equals(".quietus-lock"))
          .sorted()
          .toList();
    }
  }
}
