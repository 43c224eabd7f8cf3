package org.quietus.objectstore;

import java.io.InputStream;
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
public interface ObjectStore extends AutoCloseable {
  /**
   * Finds out on scratch keys below the prefix what the store honours, and removes them in every
   * version. Conditional writes need it to have been called.
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

  /**
   * Lists every version and delete marker whose key begins with the prefix, sorted by the bytes of
   * the key, the current one of a key first and the others from new to old; reads on as the stream
   * is consumed and must be closed.
   */
  Stream<ObjectVersion> versions(String prefix);

  /** Describes the pinned version. */
  ObjectDetails details(Pin pin);

  /** Collects what a rewritten version has to carry over from the pinned one. */
  Attributes attributes(Pin pin);

  /**
   * Opens the content of the pinned version; a broken connection is resumed where it broke, in the
   * same version. Reading throws {@link StoreException}.
   */
  InputStream open(Pin pin);

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

  /** Deletes with nobody to ask. */
  default void delete(Pin pin) {
    delete(pin, Permit.GRANTED);
  }

  @Override
  void close();
}
