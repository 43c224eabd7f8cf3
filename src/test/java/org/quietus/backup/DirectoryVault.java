package org.quietus.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A local directory. */
public final class DirectoryVault implements Vault {
  private final Path root;

  /** Below that directory, which it makes when it is filled. */
  public DirectoryVault(Path root) {
    this.root = root;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("STORE", root.toUri().toString());
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    Files.createDirectories(root.resolve(key).getParent());
    Files.write(root.resolve(key), content);
  }

  @Override
  public byte[] get(String key) throws IOException {
    return Files.readAllBytes(root.resolve(key));
  }

  /** Leftovers of uploads included. */
  @Override
  public List<String> keys() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.equals(".quietus-lock"))
          .sorted()
          .toList();
    }
  }

  @Override
  public List<byte[]> contents() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (String key : keys()) {
      contents.add(get(key));
    }
    return contents;
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(root.resolve(key));
  }

  @Override
  public void clear() throws IOException {
    for (String key : keys()) {
      delete(key);
    }
  }

  @Override
  public void close() {}
}
