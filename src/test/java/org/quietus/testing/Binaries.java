package org.quietus.testing;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Server programs from the class path, unpacked once and kept for later test runs. */
final class Binaries {

  private Binaries() {}

  /** Whether the class path holds the resource, that is, whether this platform has the server. */
  static boolean onClassPath(String resource) {
    return find(resource) != null;
  }

  /** The class path entry's URL. */
  static URL locate(String resource) {
    URL url = find(resource);
    if (url == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return url;
  }

  private static @Nullable URL find(String resource) {
    return Binaries.class.getClassLoader().getResource(resource);
  }

  /**
   * The folder where servers live: below the build's target folder, or the system's for files if a
   * server that runs as somebody else could not enter that.
   */
  static Path home() {
    String basedir = System.getProperty("basedir");
    Path home =
        basedir == null || !isOpen(Path.of(basedir).toAbsolutePath())
            ? Path.of(System.getProperty("java.io.tmpdir"), "quietus-servers")
            : Path.of(basedir, "target", "servers");
    try {
      return Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(Path folder) {
    try {
      boolean open = Files.getPosixFilePermissions(folder).contains(OTHERS_EXECUTE);
      Path parent = folder.getParent();
      return open && (parent == null || isOpen(parent));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder {@code name} in {@link #home()}, made whole by {@code fill} if it is not there. */
  static Path once(String name, Consumer<Path> fill) {
    Path finished = home().resolve(name);
    if (Files.isDirectory(finished)) {
      return finished;
    }
    try {
      Path draft = Files.createTempDirectory(home(), name);
      fill.accept(draft);
      try {
        return Files.move(draft, finished, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.isDirectory(finished)) {
          throw e;
        }
        delete(draft); // another JVM was quicker
        return finished;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the files below one folder of a jar that the predicate wants. */
  static void copyFromJar(String folder, Predicate<String> wanted, Path target) {
    String entry = locate(folder).toString();
    try (FileSystem jar =
        FileSystems.newFileSystem(
            new URI(entry.substring(0, entry.indexOf("!/"))), Map.<String, Object>of())) {
      Path root = jar.getPath(folder);
      copy(root, target, path -> wanted.test(root.relativize(path).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes one class path entry to a file. */
  static void copyResource(String resource, Path target) {
    try (InputStream in = locate(resource).openStream()) {
      Files.copy(in, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the files below a folder that the predicate wants. */
  static void copy(Path root, Path target, Predicate<Path> wanted) {
    walk(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(root.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (wanted.test(file)) {
              Files.copy(file, target.resolve(root.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path root) {
    walk(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void walk(Path root, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(root, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
