package org.quietus.objectstore.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Durably;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;
import org.quietus.objectstore.Upload;

/**
 * A local directory: exactly one version per key. Writes appear by an atomic rename and survive a
 * power cut. Writers of ours exclude each other; another program that replaces a file between our
 * comparison and our rename, a few microseconds, goes unseen, as no file system can compare and
 * swap. A file that has several names in the directory is replaced under all of them.
 */
public final class DirectoryStore implements ObjectStore {
  private final DirectoryPaths paths;
  private final FileIdentity identity;
  private final DirectoryListing listing;
  private final DirectoryLock lock;
  private final HardLinks links;
  private final DirectoryCommits commits;
  private final Clock clock;

  public DirectoryStore(Path root, Clock clock) {
    paths = new DirectoryPaths(root);
    identity = new FileIdentity(clock);
    listing = new DirectoryListing(paths, identity);
    lock = new DirectoryLock(paths.root());
    links = new HardLinks(visitor -> Files.walkFileTree(paths.root(), visitor));
    commits = new DirectoryCommits(paths, identity, links);
    this.clock = clock;
  }

  @Override
  public Capabilities probe(String scratchPrefix) {
    return new DirectoryProbe(this, listing, clock, scratchPrefix).run();
  }

  @Override
  public Stream<ObjectVersion> versions(String prefix) {
    return listing.versions(prefix);
  }

  @Override
  public ObjectDetails details(Pin pin) {
    return FileFailures.translated(
        "describe",
        () -> {
          Path file = pinned(pin);
          BasicFileAttributes attributes = FileIdentity.attributes(file);
          return new ObjectDetails(
              pin,
              attributes.size(),
              FileAttributes.written(file),
              FileAttributes.metadata(file),
              Optional.empty(),
              false,
              Lock.NONE,
              links.leadOut(file),
              links.others(file).stream()
                  .map(name -> new ObjectKey(paths.keyOf(name)))
                  .collect(Collectors.toSet()));
        });
  }

  @Override
  public Attributes attributes(Pin pin) {
    return FileFailures.translated("describe", () -> FileAttributes.read(pinned(pin)));
  }

  @Override
  public InputStream open(Pin pin) {
    return FileFailures.translated(
        "read",
        () -> {
          Path file = paths.of(pin.key());
          InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
          return new DirectoryReader(content, file, pin.etag(), identity);
        });
  }

  @Override
  public byte[] part(Pin pin, long from, int count) {
    return FileFailures.translated(
        "read",
        () -> {
          Path file = paths.of(pin.key());
          ByteBuffer part = ByteBuffer.allocate(count);
          try (FileChannel content =
              FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (part.hasRemaining() && content.read(part, from + part.position()) >= 0) {}
          }
          if (part.hasRemaining() || !pinned(pin).equals(file)) {
            throw new StoreException.Changed("the file is not the one that was listed");
          }
          return part.array();
        });
  }

  @Override
  public boolean isNear() {
    return true;
  }

  @Override
  public Upload begin(ObjectKey key, Attributes attributes, long expectedSize) {
    return FileFailures.translated("write", () -> beginUnchecked(key, attributes));
  }

  private Upload beginUnchecked(ObjectKey key, Attributes attributes) throws IOException {
    Path directory = Durably.parentOf(paths.of(key));
    Durably.createParents(directory);
    Path file = directory.resolve(DirectoryPaths.uploadName(UUID.randomUUID()));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttributes.makePrivate(file);
    Ticket ticket = new Ticket(key, paths.keyOf(file), FileIdentity.key(file));
    return new DirectoryUpload(ticket, file, channel, attributes);
  }

  @Override
  public Pin commit(
      Staged staged, Attributes attributes, Precondition precondition, Permit permit) {
    return FileFailures.translated(
        "write",
        () ->
            lock.holding(
                () ->
                    permit.during(
                        () ->
                            FileFailures.translated(
                                "write", () -> commits.commit(staged, precondition)))));
  }

  @Override
  public Optional<Pin> committed(Staged staged) {
    return FileFailures.translated(
        "describe",
        () -> {
          try {
            return Files.exists(paths.ofOwn(staged.ticket().uploadId()), LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : Optional.of(commits.committedBefore(staged, paths.of(staged.ticket().key())));
          } catch (StoreException.Changed | StoreException.Gone e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void discard(Ticket ticket) {
    FileFailures.translated(
        "discard",
        () -> {
          Path upload = paths.ofOwn(ticket.uploadId());
          if (Files.exists(upload, LinkOption.NOFOLLOW_LINKS)) {
            Durably.delete(upload);
          }
          return upload;
        });
  }

  @Override
  public Stream<PendingUpload> pendingUploads(String prefix) {
    return listing.pendingUploads(prefix);
  }

  @Override
  public Pin put(ObjectKey key, Attributes attributes, byte[] content, Precondition precondition) {
    try (Upload upload = begin(key, attributes, content.length)) {
      upload.write(content, 0, content.length);
      return commitOrDiscard(upload.stage(), attributes, precondition);
    }
  }

  @Override
  public Pin copy(Pin source, ObjectKey target, Attributes attributes) {
    return FileFailures.translated(
        "copy",
        () -> {
          try (InputStream content = open(source);
              Upload upload = begin(target, attributes, 0)) {
            content.transferTo(upload);
            return commitOrDiscard(upload.stage(), attributes, Precondition.none());
          }
        });
  }

  private Pin commitOrDiscard(Staged staged, Attributes attributes, Precondition precondition) {
    try {
      return commit(staged, attributes, precondition);
    } catch (StoreException e) {
      discard(staged.ticket());
      throw e;
    }
  }

  @Override
  public void delete(Pin pin, Permit permit) {
    FileFailures.translated(
        "delete",
        () ->
            lock.holding(
                () ->
                    permit.during(
                        () -> FileFailures.translated("delete", () -> deleteLocked(pin)))));
  }

  private Pin deleteLocked(Pin pin) throws IOException {
    try {
      Durably.delete(pinned(pin));
    } catch (NoSuchFileException e) {
      // That is what was asked for.
    }
    return pin;
  }

  @Override
  public void close() {}

  private Path pinned(Pin pin) throws IOException {
    Path file = paths.of(pin.key());
    if (!identity.of(file).equals(pin.etag())) {
      throw new StoreException.Changed("the file is not the one that was listed");
    }
    return file;
  }
}
