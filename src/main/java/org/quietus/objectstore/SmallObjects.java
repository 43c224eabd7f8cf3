package org.quietus.objectstore;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Small objects that are written whole and read whole: what evidence needs of a store. Every
 * operation throws a {@link StoreException}; instances are safe for use by several threads.
 */
public interface SmallObjects extends AutoCloseable {

  /**
   * Writes an object whole and durably, unless the key has a version with content; after a crash it
   * is there whole or not at all.
   *
   * @return whether it was written; false also if others met at the same moment and took back what
   *     they wrote, so that there may be none
   */
  boolean create(ObjectKey key, byte[] content);

  /**
   * Creates several objects at a time, each as {@link #create} does; if one cannot be written,
   * others may have been.
   *
   * @return the keys of those that were written
   */
  default Set<ObjectKey> createAll(Map<ObjectKey, byte[]> objects) {
    Set<ObjectKey> created = ConcurrentHashMap.newKeySet();
    SideBySide.each(
        objects.entrySet(),
        StoreException.class,
        object -> {
          if (create(object.getKey(), object.getValue())) {
            created.add(object.getKey());
          }
        });
    return created;
  }

  /**
   * Puts other bytes in the place of the current ones, if these are the expected ones; of several
   * who expect the same, in whatever process, at most one succeeds.
   */
  boolean replace(ObjectKey key, byte[] expected, byte[] content);

  /**
   * The content of the oldest version of a key, which nobody can put another one in the place of.
   *
   * @param most the bytes that it may have; more are refused
   */
  Optional<byte[]> first(ObjectKey key, int most);

  /** The content of the current version of a key; empty also behind a delete marker. */
  Optional<byte[]> current(ObjectKey key, int most);

  /**
   * The keys directly in a folder of which some version has content, in no order; files of
   * strangers may be among them. They are listed as the stream is consumed, which must be closed.
   *
   * @param folder a path without a slash at its end
   */
  Stream<ObjectKey> keysIn(String folder);

  /** Whether a retention or a legal hold forbids at a moment to delete a version of a key. */
  boolean isLocked(ObjectKey key, Instant at);

  /** Deletes every version of a key for good; does nothing if there is none. */
  void deleteAll(ObjectKey key);

  /** Shows that an object of that key could be written, and leaves nothing behind. */
  void requireWritable(ObjectKey key);

  @Override
  void close();
}
