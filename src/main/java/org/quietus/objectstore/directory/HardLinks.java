package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.quietus.objectstore.Durably;

/**
 * The several names of one file. The directory is walked for all files at once, and again only when
 * a file has names that this does not account for.
 */
final class HardLinks {
  private final Tree tree;
  private Map<Object, Names> known = new HashMap<>();

  /** All that lies in a directory. */
  interface Tree {
    void walk(FileVisitor<Path> visitor) throws IOException;
  }

  /** The names of a file in the store, and how many it has elsewhere. */
  private record Names(List<Path> inside, int outside) {}

  HardLinks(Tree tree) {
    this.tree = tree;
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

  /**
   * Puts an upload in the place of a file, under its other names first: killed between, the store
   * still knows of the upload.
   */
  synchronized void replace(Path file, Path upload, List<Path> others) throws IOException {
    give(upload, others);
    Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
    List<Path> all = new ArrayList<>(others);
    all.add(file);
    known.put(key(file), new Names(all, 0));
  }

  /** Gives a file these names, too, each in one step and in place of what had it. */
  private static void give(Path file, List<Path> names) throws IOException {
    for (Path name : names) {
      Path own = Durably.parentOf(name).resolve(DirectoryPaths.uploadName(UUID.randomUUID()));
      Files.createLink(own, file);
      Files.move(own, name, StandardCopyOption.ATOMIC_MOVE);
      Durably.sync(Durably.parentOf(name));
    }
  }

  private List<Path> inside(Path file) throws IOException {
    Object key = key(file);
    Names names = known.get(key);
    if (names != null) {
      List<Path> still = names.inside().stream().filter(name -> is(name, key)).toList();
      if (!still.isEmpty() && still.size() + names.outside() == count(file)) {
        return still;
      }
    }
    known = all();
    return names(key);
  }

  private List<Path> names(Object key) {
    return Optional.ofNullable(known.get(key)).map(Names::inside).orElse(List.of());
  }

  private Map<Object, Names> all() throws IOException {
    Map<Object, List<Path>> inside = new HashMap<>();
    Map<Object, Integer> counts = new HashMap<>();
    tree.walk(
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              int count = attributes.isRegularFile() ? count(file) : 1;
              if (count > 1) {
                inside.computeIfAbsent(key(file), key -> new ArrayList<>()).add(file);
                counts.put(key(file), count);
              }
            } catch (NoSuchFileException e) {
              // an upload that was put in its place meanwhile, perhaps
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    Map<Object, Names> all = new HashMap<>();
    inside.forEach(
        (key, names) -> all.put(key, new Names(names, counts.getOrDefault(key, 0) - names.size())));
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
