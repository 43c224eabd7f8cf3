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
 * @param timestamp who time-stamps the log
 */
public record EvidenceSettings(
    ObjectStoreSettings place,
    Path keys,
    Optional<Language> pdf,
    Optional<TimestampSettings> timestamp) {

  /** Evidence that nobody time-stamps. */
  public EvidenceSettings(ObjectStoreSettings place, Path keys, Optional<Language> pdf) {
    this(place, keys, pdf, Optional.empty());
  }

  /**
   * Who time-stamps the log of certificates.
   *
   * @param url of the authority, RFC 3161 over HTTP
   * @param certificate a PEM file with the certificate of its CA
   */
  public record TimestampSettings(URI url, Path certificate) {}

  /** The address of the evidence store. */
  public URI store() {
    return place.url();
  }
}
