package org.quietus.objectstore;

/**
 * Exactly one version of one object and its content: what a read, a copy or a deletion is tied to.
 *
 * @param versionId the store's name of the version, {@value #NULL_VERSION} where it keeps only one
 * @param etag the store's name of the content, verbatim; empty for a delete marker
 */
public record Pin(ObjectKey key, String versionId, String etag) {
  /** The version that was written while its bucket did not version; it can be overwritten. */
  public static final String NULL_VERSION = "null";

  public Pin {
    versionId = versionId.equals(NULL_VERSION) ? NULL_VERSION : versionId; // of very many pins
  }

  public boolean overwritable() {
    return versionId.equals(NULL_VERSION);
  }

  public boolean deleteMarker() {
    return etag.isEmpty();
  }
}
