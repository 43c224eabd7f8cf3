package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.StoreException;

/**
 * Turns keys into paths and back. A key never leads out of the root, over a symbolic link, or to a
 * file of our own.
 */
final class DirectoryPaths {
  /** What the names of our own files begin with; they are no objects. */
  static final String OWN = ".quietus-";

  private final Path root;

  DirectoryPaths(Path root) {
    this.root = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(this.root, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException.Refused("the root of the store is not a directory");
    }
  }

  Path root() {
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

  static String uploadName(UUID id) {
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
      if (Files.isSymbolicLink(path)) {
        throw new StoreException.Refused("a key leads over a symbolic link");
      }
    }
    return path;
  }

  private static Path resolve(Path directory, String part) {
    try {
      Path path = directory.resolve(part);
      if (path.getNameCount() != directory.getNameCount() + 1) {
        throw new StoreException.Refused("a key has a part that is no file name");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new StoreException.Refused("a key has a part that is no file name");
    }
  }

  /** Refuses what is neither file nor directory: nothing that is found may be passed over. */
  static void requireOrdinary(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink() || attributes.isOther()) {
      throw new StoreException.Refused(
          "the directory holds a symbolic link or special file; take it out");
    }
  }
}
