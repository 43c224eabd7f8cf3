package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;

/**
 * Lists files in the order of their keys' bytes; some entries of a directory at a time. Symbolic
 * links and special files are listed too, as is what lies behind a link to a directory, so that
 * nothing is passed over; to touch any of them is refused.
 */
final class DirectoryListing {
  /** Of so many entries of a directory some six megabytes are held. */
  private static final int MOST_ENTRIES = 30_000;

  private final DirectoryPaths paths;
  private final FileIdentity identity;
  private final SortedEntries entries;

  DirectoryListing(DirectoryPaths paths, FileIdentity identity) {
    this.entries = new SortedEntries(paths, MOST_ENTRIES);
    this.paths = paths;
    this.identity = identity;
  }

  Stream<ObjectVersion> versions(String prefix) {
    return files(prefix).filter(Predicate.not(DirectoryPaths::isNoObject)).flatMap(this::version);
  }

  Stream<ObjectVersion> probes(String prefix) {
    return files(prefix + DirectoryPaths.PROBE).flatMap(this::version);
  }

  Stream<Path> uploads() {
    return files("").filter(DirectoryPaths::isUpload);
  }

  Stream<PendingUpload> pendingUploads(String prefix) {
    return files(prefix).filter(DirectoryPaths::isUpload).flatMap(this::pending);
  }

  private Stream<Path> files(String prefix) {
    return below(paths.root(), prefix, Set.of());
  }

  private Stream<Path> below(Path directory, String prefix, Set<Path> linked) {
    return entries
        .in(directory, prefix)
        .flatMap(
            entry ->
                entry.directory() ? within(entry.path(), prefix, linked) : Stream.of(entry.path()));
  }

  /** Follows no link into a directory that it comes from. */
  private Stream<Path> within(Path directory, String prefix, Set<Path> linked) {
    if (!Files.isSymbolicLink(directory)) {
      return below(directory, prefix, linked);
    }
    Path real = FileFailures.translated("list", directory::toRealPath);
    if (linked.contains(real) || directory.startsWith(real)) {
      return Stream.empty();
    }
    Set<Path> further = new HashSet<>(linked);
    further.add(real);
    return below(directory, prefix, further);
  }

  private Stream<ObjectVersion> version(Path file) {
    try {
      return FileFailures.translated(
          "list",
          () -> {
            String etag = identity.of(file);
            BasicFileAttributes attributes = attributes(file);
            Pin pin = new Pin(new ObjectKey(paths.keyOf(file)), Pin.NULL_VERSION, etag);
            return Stream.of(
                new ObjectVersion(
                    pin,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    true,
                    Optional.empty()));
          });
    } catch (StoreException.Gone e) {
      return Stream.empty();
    }
  }

  private Stream<PendingUpload> pending(Path file) {
    try {
      return FileFailures.translated(
          "list",
          () -> {
            BasicFileAttributes attributes = attributes(file);
            return Stream.of(
                new PendingUpload(
                    new Ticket(new ObjectKey(paths.keyOf(file)), paths.keyOf(file), ""),
                    attributes.creationTime().toInstant(),
                    attributes.size() == 0));
          });
    } catch (StoreException.Gone e) {
      return Stream.empty();
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
