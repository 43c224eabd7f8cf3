package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where evidence is kept.
 *
 * @param place the evidence store: a directory, or a bucket and a prefix
 * @param keys the directory of the private and public keys
 */
public record EvidenceSettings(ObjectStoreSettings place, Path keys) {

  /** The address of the evidence store. */
  public URI store() {
    return place.url();
  }
}
