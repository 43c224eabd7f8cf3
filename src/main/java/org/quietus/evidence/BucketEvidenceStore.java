package org.quietus.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.StoreException;

/**
 * An evidence store in a bucket. Of a file that is written once the first version counts, so that
 * where versions are kept nobody can put another one in its place, or hide it behind a delete
 * marker; of the checkpoint of a log, and of what witnesses add to, the current one.
 */
final class BucketEvidenceStore implements EvidenceStore {

  /** What may be told of a file is its content, so all of them go by the store's defaults. */
  private static final Attributes ATTRIBUTES = Attributes.DEFAULTS;

  /** How often writers may meet before one of them gives up. */
  private static final int MEETINGS = 7;

  private final ObjectStore objects;
  private final URI url;
  private boolean probed;

  /**
   * @param url of the bucket and the prefix, ending in a slash, for people
   */
  BucketEvidenceStore(ObjectStore objects, URI url) {
    this.objects = objects;
    this.url = url;
  }

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    refuseLarge(name, content);
    for (int meeting = 1; ; meeting++) {
      Optional<byte[]> there = read(name);
      if (there.isEmpty() && put(name, content, Precondition.absent())) {
        return true;
      }
      Optional<byte[]> first = there.or(() -> read(name));
      if (first.isPresent()) {
        requireSame(name, first.get(), content);
        return false;
      }
      // who met at the same moment took back what they wrote
      if (meeting == MEETINGS || !waited(meeting)) {
        throw new EvidenceConflict(name);
      }
    }
  }

  private static void requireSame(EvidenceName name, byte[] first, byte[] content) {
    if (!Arrays.equals(first, content)) {
      throw new EvidenceConflict(name);
    }
  }

  /** A while by chance, so that not all come back at once; false if nobody shall wait any more. */
  private static boolean waited(int meeting) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20L << meeting));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
    refuseLarge(name, content);
    Optional<Found> there = found(name);
    if (there.isPresent() != expected.isPresent()
        || (there.isPresent() && !Arrays.equals(there.get().content(), expected.orElseThrow()))) {
      return false;
    }
    return put(
        name,
        content,
        there.map(Found::pin).map(Precondition::replacing).orElseGet(Precondition::absent));
  }

  private static void refuseLarge(EvidenceName name, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(name + " is larger than " + MAX_BYTES + " bytes");
    }
  }

  /** Whether it was written; false if the condition is not met. */
  private boolean put(EvidenceName name, byte[] content, Precondition precondition) {
    return attempt(
        "write",
        name,
        () -> {
          try {
            probed().put(key(name), ATTRIBUTES, content, precondition);
            return true;
          } catch (StoreException.Changed e) {
            return false;
          }
        });
  }

  /** What the store honours is found out before the first write that depends on it. */
  private synchronized ObjectStore probed() {
    if (!probed) {
      objects.probe("");
      probed = true;
    }
    return objects;
  }

  @Override
  public void discard(EvidenceName name) {
    if (name.folder() != EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    try {
      history(name).forEach(version -> objects.delete(version.pin()));
    } catch (StoreException e) {
      return; // it takes room, and harms nobody
    }
  }

  @Override
  public boolean isLocked(EvidenceName name, Instant at) {
    return attempt(
        "look at",
        name,
        () ->
            history(name).stream()
                .anyMatch(version -> objects.details(version.pin()).lock().holdsAt(at)));
  }

  @Override
  public void remove(EvidenceName name) {
    if (!name.isRemoved()) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    attempt(
        "remove",
        name,
        () -> {
          history(name).forEach(version -> objects.delete(version.pin()));
          return name;
        });
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    return found(name).map(Found::content);
  }

  private record Found(Pin pin, byte[] content) {}

  private Optional<Found> found(EvidenceName name) {
    return attempt(
        "read",
        name,
        () -> {
          for (int meeting = 1; ; meeting++) {
            try {
              return pin(name).map(pin -> new Found(pin, content(pin)));
            } catch (StoreException.Gone e) { // taken back by whoever wrote it
              if (meeting == MEETINGS || !waited(meeting)) {
                throw e;
              }
            }
          }
        });
  }

  private byte[] content(Pin pin) {
    try (InputStream in = objects.open(pin)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new StoreException.Refused("it is larger than " + MAX_BYTES + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw new StoreException.Unreachable("it broke off: " + e.getClass().getSimpleName());
    }
  }

  /** The version that counts. */
  private Optional<Pin> pin(EvidenceName name) {
    List<ObjectVersion> history = history(name);
    if (name.isReplaced()) {
      return history.stream().filter(ObjectVersion::latest).map(ObjectVersion::pin).findFirst();
    }
    return history.isEmpty()
        ? Optional.empty()
        : Optional.of(history.get(history.size() - 1).pin());
  }

  /** Its versions with content, from new to old. */
  private List<ObjectVersion> history(EvidenceName name) {
    ObjectKey key = key(name);
    try (Stream<ObjectVersion> versions = objects.versions(key.value())) {
      return versions
          .takeWhile(version -> version.key().equals(key))
          .filter(version -> !version.deleteMarker())
          .toList();
    }
  }

  @Override
  public List<EvidenceName> list(EvidenceName.Folder folder) {
    if (folder == EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException("the files of a log are not listed");
    }
    String prefix = folder.directory() + "/";
    try (Stream<ObjectVersion> versions = objects.versions(prefix)) {
      return versions
          .filter(version -> !version.deleteMarker())
          .map(version -> version.key().value().substring(prefix.length()))
          .distinct()
          .flatMap(file -> EvidenceName.ofFile(folder, file).stream())
          .sorted(Comparator.comparing(EvidenceName::stem))
          .toList();
    } catch (StoreException e) {
      throw failed("cannot list " + folder.directory() + "/ of the evidence store", e);
    }
  }

  /** An upload that is begun and given up needs the right to write, and leaves nothing. */
  @Override
  public void requireWritable() {
    for (EvidenceName.Folder folder :
        List.of(EvidenceName.Folder.MIRROR, EvidenceName.Folder.CERTIFICATES)) {
      try {
        objects.begin(new ObjectKey(folder.directory() + "/.writable"), ATTRIBUTES, 0).close();
      } catch (StoreException e) {
        throw failed("the evidence store cannot be written: " + url, e);
      }
    }
  }

  @Override
  public URI locate(EvidenceName name) {
    return URI.create(url + name.toString());
  }

  private static ObjectKey key(EvidenceName name) {
    return new ObjectKey(name.toString());
  }

  private static <T> T attempt(String doing, EvidenceName name, Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (StoreException e) {
      throw failed("cannot " + doing + " " + name + " of the evidence store", e);
    }
  }

  private static EvidenceUnavailable failed(String what, StoreException cause) {
    return new EvidenceUnavailable(
        what + ": " + cause.getMessage(),
        new IOException(cause.getMessage(), cause),
        cause instanceof StoreException.Unreachable);
  }

  private interface Attempt<T> {
    T make();
  }
}
