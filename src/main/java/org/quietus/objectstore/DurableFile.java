package org.quietus.objectstore;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes small files so that a crash leaves them whole or not there: written beside the target
 * under a name that begins with a dot, forced to disk, then given their name in one step.
 */
public final class DurableFile {

  private static final String DRAFT = ".draft";
  static final Leftovers LEFTOVERS = new Leftovers(DRAFT);
  private static final Pattern DRAFTED = Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}\\.draft");
  private static final Object ONE_OF_THIS_PROCESS = new Object();

  private DurableFile() {}

  /**
   * Makes a file that is not there yet.
   *
   * @param permissions exactly these, where the file system knows them, e.g. {@code rw-r--r--}
   * @return false if something of that name is there, which is left as it is
   */
  public static boolean create(Path target, byte[] content, String permissions) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      forceDirectory(target);
      LEFTOVERS.remove(target, draftPrefix(target));
      return false;
    }
    Path draft = draft(target);
    try {
      boolean created = isDrafted(draft, target, content, permissions) && isNamed(draft, target);
      forceDirectory(target);
      return created;
    } finally {
      Files.deleteIfExists(draft);
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        LEFTOVERS.remove(target, draftPrefix(target));
      }
    }
  }

  /** Writes a draft; false if somebody else has meanwhile written what it is of, and swept it. */
  static boolean isDrafted(Path draft, Path target, byte[] content, String permissions)
      throws IOException {
    return isOurs(
        target,
        () -> {
          writeDraft(draft, content, permissions);
          return true;
        });
  }

  /** Gives a draft its name; false if somebody else has that. */
  static boolean isNamed(Path draft, Path target) throws IOException {
    return isOurs(target, () -> giveName(draft, target));
  }

  private static boolean isOurs(Path target, Step step) throws IOException {
    try {
      return step.take();
    } catch (NoSuchFileException e) { // swept away by who wrote the same name just before us
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Puts a file in the place of the one that is there, if a condition holds while nobody else, in
   * any process, replaces it in this way.
   *
   * @return whether the condition held
   */
  public static boolean replace(
      Path target, BooleanSupplier condition, byte[] content, String permissions)
      throws IOException {
    return alone(
        target,
        () -> {
          LEFTOVERS.remove(target, draftPrefix(target));
          if (!condition.getAsBoolean()) {
            return false;
          }
          Path draft = draft(target);
          try {
            writeDraft(draft, content, permissions);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
          } finally {
            Files.deleteIfExists(draft);
          }
          forceDirectory(target);
          return true;
        });
  }

  /** Does something to a file while nobody else, in any process, does so in this way. */
  private static boolean alone(Path target, Step step) throws IOException {
    Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
    synchronized (ONE_OF_THIS_PROCESS) {
      try (FileChannel channel = FileChannel.open(lock, Set.of(CREATE, WRITE));
          FileLock held = channel.lock()) {
        return held.isValid() && step.take();
      }
    }
  }

  private interface Step {
    boolean take() throws IOException;
  }

  /** Removes a file, and what a kill left of one that was to get that name. */
  public static void remove(Path target) throws IOException {
    Files.deleteIfExists(target);
    LEFTOVERS.remove(target, draftPrefix(target));
  }

  /** Has drafts looked for again that others may have left in a directory meanwhile. */
  public static void lookAgain(Path directory) {
    LEFTOVERS.forget(directory);
  }

  /** The name that a draft was to get; empty for any other file. */
  public static Optional<String> drafted(Path file) {
    return Optional.of(DRAFTED.matcher(file.getFileName().toString()))
        .filter(Matcher::matches)
        .map(name -> name.group(1));
  }

  /** Gives a file the name of another, which is gone then, whole and durably. */
  public static void rename(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(target);
  }

  static Path draft(Path target) {
    return target.resolveSibling(draftPrefix(target) + UUID.randomUUID() + DRAFT);
  }

  /** Writes a file of some bytes and removes it; its name begins with a dot. */
  public static void probe(Path directory, int bytes) throws IOException {
    Path draft = directory.resolve("." + UUID.randomUUID() + DRAFT);
    try {
      Files.write(draft, new byte[bytes], CREATE_NEW, WRITE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Makes a directory and those above it that are missing, durably. */
  public static void createDirectories(Path directory, String permissions) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent, permissions);
    }
    try {
      Files.createDirectory(directory, attributes(directory, permissions));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    forceDirectory(directory);
  }

  private static void writeDraft(Path draft, byte[] content, String permissions)
      throws IOException {
    try (FileChannel out =
        FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), attributes(draft, permissions))) {
      for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
        out.write(rest);
      }
      if (isPosix(draft)) { // the umask may have taken some away
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
      }
      out.force(true);
    }
  }

  /**
   * A hard link takes the name only if it is free, which a rename does not; both are atomic. Where
   * there are no hard links, who looks and renames does so alone.
   */
  private static boolean giveName(Path draft, Path target) throws IOException {
    try {
      Files.createLink(target, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) { // no hard links here
      return alone(target, () -> isMoved(draft, target));
    }
  }

  private static boolean isMoved(Path draft, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  static String draftPrefix(Path target) {
    return "." + target.getFileName() + ".";
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    if (!isPosix(path)) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)};
  }

  /** A name is durable once its directory is; file systems without POSIX see to that themselves. */
  static void forceDirectory(Path file) throws IOException {
    if (isPosix(file)) {
      try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
        directory.force(true);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
