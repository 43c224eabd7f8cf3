package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * Where evidence is kept.
 *
 * @param place the evidence store: a directory, or a bucket and a prefix
 * @param keys the directory of the private and public keys
 * @param pdf the language of the PDF beside each certificate; empty for none
 * @param timestamp who time-stamps the log
 * @param signer a program that signs certificates, and its arguments; empty if a file holds the key
 * @param passphrase of the private keys that certificates and their log are signed with; empty if
 *     they are not encrypted, or a file holds it
 * @param passphraseFile its first line is the passphrase
 * @param keep how long certificates are kept; empty for ever
 * @param officerKey file of the public key of the data protection officer, to which the receipts of
 *     requests are sealed
 * @param control the database beside whose data runs, requests and approvals are kept; the only one
 *     if it is not said
 */
public record EvidenceSettings(
    ObjectStoreSettings place,
    Path keys,
    Optional<Language> pdf,
    Optional<TimestampSettings> timestamp,
    List<String> signer,
    Optional<Secret> passphrase,
    Optional<Path> passphraseFile,
    Optional<Period> keep,
    Optional<Path> officerKey,
    Optional<String> control) {
  public EvidenceSettings {
    signer = List.copyOf(signer);
  }

  /** Evidence that nobody time-stamps, signed with a key in a file. */
  public EvidenceSettings(ObjectStoreSettings place, Path keys, Optional<Language> pdf) {
    this(
        place,
        keys,
        pdf,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
