package org.quietus.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The texts of the job files that certificates were issued under, by their SHA-256, so that the
 * text behind a certificate can be produced years later.
 */
public final class JobFileArchive {

  private final EvidenceStore store;

  public JobFileArchive(EvidenceStore store) {
    this.store = store;
  }

  /** Keeps a text and gives its SHA-256 in lower-case hex; keeping it again changes nothing. */
  public String keep(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String digest = sha256(bytes);
    store.putIfAbsent(EvidenceName.jobFile(digest), bytes);
    return digest;
  }

  /**
   * The text with a SHA-256 in lower-case hex, empty if it was never kept.
   *
   * @throws IllegalStateException if the archived text is no longer the one that was kept
   */
  public Optional<String> find(String digest) {
    Optional<byte[]> bytes = store.read(EvidenceName.jobFile(digest));
    if (bytes.isPresent() && !sha256(bytes.get()).equals(digest)) {
      throw new IllegalStateException(
          EvidenceName.jobFile(digest) + " of the evidence store was changed after it was kept");
    }
    return bytes.map(text -> new String(text, StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
