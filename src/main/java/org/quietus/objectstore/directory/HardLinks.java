package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.quietus.objectstore.Durably;

/** The several names of one file. */
final class HardLinks {
  private final DirectoryPaths paths;
  private Map<Object, List<Path>> known = Map.of();

  HardLinks(DirectoryPaths paths) {
    this.paths = paths;
  }

  /** Whether a file has names that are not in the store, where nobody can find them. */
  synchronized boolean leadOut(Path file) throws IOException {
    return count(file) > 1 && inside(file).size() < count(file);
  }

  /** The other names of a file in the store. */
  synchronized List<Path> others(Path file) throws IOException {
    return count(file) < 2
        ? List.of()
        : inside(file).stream().filter(name -> !name.equals(file)).toList();
  }

  /** Gives a file these names, too, each in one step and in place of what had it. */
  static void give(Path file, List<Path> names) throws IOException {
    for (Path name : names) {
      Path own = Durably.parentOf(name).resolve(DirectoryPaths.uploadName(UUID.randomUUID()));
      Files.createLink(own, file);
      Files.move(own, name, StandardCopyOption.ATOMIC_MOVE);
      Durably.sync(Durably.parentOf(name));
    }
  }

  private List<Path> inside(Path file) throws IOException {
    Object key = key(file);
    List<Path> names = known.getOrDefault(key, List.of());
    if (names.size() < count(file) || !names.stream().allMatch(name -> is(name, key))) {
      known = all();
    }
    return known.getOrDefault(key, List.of());
  }

  private Map<Object, List<Path>> all() throws IOException {
    Map<Object, List<Path>> all = new HashMap<>();
    Files.walkFileTree(
        paths.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && count(file) > 1) {
              all.computeIfAbsent(key(file), key -> new ArrayList<>()).add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return all;
  }

  private static boolean is(Path name, Object key) {
    try {
      return key(name).equals(key);
    } catch (IOException e) {
      return false;
    }
  }

  private static Object key(Path file) throws IOException {
    return String.valueOf(
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
  }

  private static int count(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
        : 1;
  }
}
