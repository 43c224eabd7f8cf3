package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where evidence is kept.
 *
 * @param place the evidence store: a directory, or a bucket and a prefix
 * @param keys the directory of the private and public keys
 * @param pdf the language of the PDF beside each certificate; empty for none
 */
public record EvidenceSettings(ObjectStoreSettings place, Path keys, Optional<Language> pdf) {

  /** The address of the evidence store. */
  public URI store() {
    return place.url();
  }
}
