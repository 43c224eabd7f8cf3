package org.quietus.objectstore;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a store's listing: a version of an object, or a delete marker, which has no content.
 *
 * @param size in bytes as stored; 0 for a delete marker
 * @param lastModified when this version was written, which for a rewritten one is not when its
 *     content was first created: see {@link ObjectDetails#created()}
 * @param latest whether a read that names no version gets this one
 * @param storageClass empty where the store names none
 */
public record ObjectVersion(
    Pin pin, long size, Instant lastModified, boolean latest, Optional<String> storageClass) {

  /** Returns whether this is a delete marker rather than a version with content. */
  public boolean deleteMarker() {
    return pin.deleteMarker();
  }

  /** Returns the key of the object. */
  public ObjectKey key() {
    return pin.key();
  }
}
