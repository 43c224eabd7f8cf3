package org.quietus.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects, their versions and what keeps them: an S3 bucket or a local directory. Every operation
 * throws a {@link StoreException}; operations repeat what time may mend by themselves. Instances
 * are safe for use by several threads.
 *
 * <p>A large write goes in two steps, so that several objects can be made ready before the first
 * becomes visible: {@link #begin begin}, write, {@link Upload#stage() stage}, and then {@link
 * #commit commit} or {@link #discard discard}, by this process or by the next one.
 */
public interface ObjectStore extends SmallObjects {
  /**
   * Finds out on scratch keys below the prefix what the store honours, and removes them in every
   * version. Conditional writes need it to have been called, but for {@link #create} and {@link
   * #replace}, which see to that themselves.
   */
  Capabilities probe(String scratchPrefix);

  /**
   * Returns if it answers and may be listed; one that is silent is given up after a few attempts
   * within seconds, where the other operations have more patience.
   */
  default void requireListable(String prefix) {
    try (Stream<ObjectVersion> versions = versions(prefix)) {
      versions.limit(1).forEach(version -> {});
    }
  }

  /** What of it outlives the deletion of a version, such as copies in another bucket. */
  default List<Outliving> outliving(String prefix) {
    return List.of();
  }

  /**
   * Lists every version and delete marker whose key begins with the prefix, sorted by the bytes of
   * the key, the current one of a key first and the others from new to old; reads on as the stream
   * is consumed and must be closed.
   */
  Stream<ObjectVersion> versions(String prefix);

  /** The current version or delete marker of a key, however many others it has. */
  default Optional<ObjectVersion> newest(ObjectKey key) {
    try (Stream<ObjectVersion> versions = versions(key.value())) {
      return versions.findFirst().filter(version -> version.key().equals(key));
    }
  }

  /** Describes the pinned version. */
  ObjectDetails details(Pin pin);

  /** The user metadata and the tags of the pinned version: names and values, in no order. */
  default List<String> labels(Pin pin) {
    return List.of();
  }

  /** Collects what a rewritten version has to carry over from the pinned one. */
  Attributes attributes(Pin pin);

  /**
   * Opens the content of the pinned version; a broken connection is resumed where it broke, in the
   * same version. Reading throws {@link StoreException}.
   */
  InputStream open(Pin pin);

  /** Reads some bytes of the pinned version from a place on, of which as many are there. */
  byte[] part(Pin pin, long from, int count);

  /** Whether to read content in parts, and some of them again, costs little more than at once. */
  default boolean isNear() {
    return false;
  }

  /**
   * Begins an upload, nothing of which is visible before {@link #commit}.
   *
   * @param expectedSize a guess in bytes, 0 for unknown; it sets the size of parts, and so the
   *     memory that an upload needs
   */
  Upload begin(ObjectKey key, Attributes attributes, long expectedSize);

  /**
   * Makes a staged upload the current version. Calling it again for an upload that was committed
   * returns the same version.
   *
   * @param attributes those with which it was begun; what the store did not take then is made up
   *     for
   * @param permit asked for the step that replaces the current version
   * @throws StoreException.Changed if the condition is not met; the upload stays staged or is gone
   */
  Pin commit(Staged staged, Attributes attributes, Precondition precondition, Permit permit);

  /** Commits with nobody to ask. */
  default Pin commit(Staged staged, Attributes attributes, Precondition precondition) {
    return commit(staged, attributes, precondition, Permit.GRANTED);
  }

  /** The version that a staged upload has become, if it was committed and is there still. */
  Optional<Pin> committed(Staged staged);

  /** Gives up an upload that was not committed; does nothing if there is none of that name. */
  void discard(Ticket ticket);

  /** Lists the uploads below a prefix that were neither committed nor discarded. */
  Stream<PendingUpload> pendingUploads(String prefix);

  /** Writes a small object at once. */
  Pin put(ObjectKey key, Attributes attributes, byte[] content, Precondition precondition);

  /** Copies the pinned version to another key, inside the store, as its new current version. */
  Pin copy(Pin source, ObjectKey target, Attributes attributes);

  /**
   * Deletes the pinned version or delete marker for good, and no other; does nothing if it is gone.
   *
   * @throws StoreException.Locked if a retention or a legal hold protects it
   */
  void delete(Pin pin, Permit permit);

  /**
   * Asks for archived content to be restored, unless that was asked before.
   *
   * @return how far that has come, in words; empty if it is left in the archive
   */
  default Optional<String> restore(Pin pin) {
    return Optional.empty();
  }

  /** Whether versions are deleted in spite of a retention in mode GOVERNANCE. */
  default boolean bypassesGovernance() {
    return false;
  }

  /** Deletes with nobody to ask. */
  default void delete(Pin pin) {
    delete(pin, Permit.GRANTED);
  }

  @Override
  default boolean create(ObjectKey key, byte[] content) {
    return history(key).isEmpty() && isPut(key, content, Precondition.absent());
  }

  @Override
  default boolean replace(ObjectKey key, byte[] expected, byte[] content) {
    return latest(key)
        .filter(pin -> Arrays.equals(content(pin, expected.length), expected))
        .filter(pin -> isPut(key, content, Precondition.replacing(pin)))
        .isPresent();
  }

  private boolean isPut(ObjectKey key, byte[] content, Precondition precondition) {
    try {
      put(key, Attributes.DEFAULTS, content, precondition);
      return true;
    } catch (StoreException.Changed e) {
      return false;
    }
  }

  @Override
  default Optional<byte[]> first(ObjectKey key, int most) {
    List<ObjectVersion> history = history(key);
    return history.isEmpty()
        ? Optional.empty()
        : Optional.of(whole(history.get(history.size() - 1).pin(), most));
  }

  @Override
  default Optional<byte[]> current(ObjectKey key, int most) {
    return latest(key).map(pin -> whole(pin, most));
  }

  private byte[] whole(Pin pin, int most) {
    byte[] content = content(pin, most);
    if (content.length > most) {
      throw new StoreException.Refused("it is larger than " + most + " bytes");
    }
    return content;
  }

  /** One byte more than {@code most} at most. */
  private byte[] content(Pin pin, int most) {
    try (InputStream in = open(pin)) {
      return in.readNBytes(most + 1);
    } catch (IOException e) {
      throw new StoreException.Unreachable("it broke off: " + e.getClass().getSimpleName());
    }
  }

  private Optional<Pin> latest(ObjectKey key) {
    return history(key).stream().filter(ObjectVersion::latest).map(ObjectVersion::pin).findFirst();
  }

  /** The versions of a key with content, from new to old. */
  private List<ObjectVersion> history(ObjectKey key) {
    try (Stream<ObjectVersion> versions = versions(key.value())) {
      return versions
          .takeWhile(version -> version.key().equals(key))
          .filter(version -> !version.deleteMarker())
          .toList();
    }
  }

  @Override
  default Stream<ObjectKey> keysIn(String folder) {
    String prefix = folder + "/";
    return versions(prefix)
        .filter(version -> !version.deleteMarker())
        .map(ObjectVersion::key)
        .filter(key -> key.value().indexOf('/', prefix.length()) < 0)
        .distinct();
  }

  @Override
  default boolean isLocked(ObjectKey key, Instant at) {
    return history(key).stream().anyMatch(version -> details(version.pin()).lock().holdsAt(at));
  }

  @Override
  default void deleteAll(ObjectKey key) {
    history(key).forEach(version -> delete(version.pin()));
  }

  /** {@inheritDoc} An upload that is begun and given up needs the right to write. */
  @Override
  default void requireWritable(ObjectKey key) {
    begin(key, Attributes.DEFAULTS, 0).close();
  }
}
