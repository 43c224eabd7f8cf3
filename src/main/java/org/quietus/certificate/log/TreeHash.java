package org.quietus.certificate.log;

import java.security.MessageDigest;
import org.quietus.evidence.Digest;

/** The hashes of a Merkle tree with SHA-256, 32 bytes each, as RFC 6962 §2.1 defines them. */
public final class TreeHash {

  /** Bytes of a hash. */
  static final int BYTES = 32;

  private TreeHash() {}

  /** The hash of a tree without leaves. */
  public static byte[] ofNothing() {
    return Digest.sha256().digest();
  }

  /** Leaves and nodes are told apart by their first byte, or one could pose as the other. */
  public static byte[] leaf(byte[] data) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update((byte) 0);
    return sha256.digest(data);
  }

  /** The hash of the node above two others. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update((byte) 1);
    sha256.update(left);
    return sha256.digest(right);
  }
}
