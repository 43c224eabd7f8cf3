package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.StoreException;

/**
 * Turns keys into paths and back. A key never leads out of the root, over a symbolic link, or to a
 * file of our own.
 */
public final class DirectoryPaths {
  /** What the names of our own files begin with; they are no objects. */
  static final String OWN = ".quietus-";

  /** What the names of a probe's files begin with. */
  static final String PROBE = "quietus-probe-";

  private static final String NO_FILE_NAME =
      "a file name cannot be represented: it is not text in the encoding of this process, or not a"
          + " file name at all; rename it, or set LC_ALL=C.UTF-8";

  private static final char REPLACEMENT = '\uFFFD';

  private final Path root;

  DirectoryPaths(Path root) {
    this.root = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(this.root, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException.Refused("the root of the store is not a directory");
    }
  }

  public Path root() {
    return root;
  }

  /** Returns where the object of that key is, or would be. */
  Path of(ObjectKey key) throws IOException {
    Path path = checked(key.value());
    if (isOwn(path)) {
      throw new StoreException.Refused("names that begin with " + OWN + " are our own");
    }
    return path;
  }

  /** Returns where one of our own files is. */
  Path ofOwn(String value) throws IOException {
    Path path = checked(value);
    if (!isUpload(path)) {
      throw new StoreException.Refused("not the name of an upload");
    }
    return path;
  }

  String keyOf(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  static boolean isOwn(Path path) {
    return path.getFileName().toString().startsWith(OWN);
  }

  /** Whether a file is ours, and so not an object, whatever a pattern says. */
  static boolean isNoObject(Path path) {
    return isOwn(path) || path.getFileName().toString().startsWith(PROBE);
  }

  public static String uploadName(UUID id) {
    return OWN + id + ".part";
  }

  static boolean isUpload(Path path) {
    return isOwn(path) && path.getFileName().toString().endsWith(".part");
  }

  private Path checked(String value) throws IOException {
    Path path = root;
    for (String part : value.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new StoreException.Refused("a key has a part that is empty, '.' or '..'");
      }
      path = resolve(path, part);
      requireOrdinary(path);
    }
    if (value.indexOf(REPLACEMENT) >= 0 && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException.Refused(NO_FILE_NAME);
    }
    return path;
  }

  private static Path resolve(Path directory, String part) {
    try {
      Path path = directory.resolve(part);
      if (path.getNameCount() != directory.getNameCount() + 1) {
        throw new StoreException.Refused(NO_FILE_NAME);
      }
      return path;
    } catch (InvalidPathException e) {
      throw new StoreException.Refused(NO_FILE_NAME);
    }
  }

  /** Refuses what is neither file nor directory: a pipe would never end. */
  private static void requireOrdinary(Path path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        throw new StoreException.Refused("a key leads over a symbolic link; take it out");
      }
      if (attributes.isOther()) {
        throw new StoreException.Refused("a key leads to a special file; take it out");
      }
    } catch (NoSuchFileException e) {
      // there may be one later
    }
  }
}
