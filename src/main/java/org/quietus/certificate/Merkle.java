package org.quietus.certificate;

import java.security.MessageDigest;
import java.util.List;
import org.quietus.evidence.Digest;

/** Merkle tree hashes with SHA-256, as RFC 6962 §2.1 defines them. */
public final class Merkle {

  private Merkle() {}

  /** The root over leaves in their order; over none it is the digest of nothing. */
  public static Digest root(List<byte[]> leaves) {
    return Digest.ofHash(
        leaves.isEmpty() ? Digest.sha256().digest() : hash(leaves, 0, leaves.size()));
  }

  private static byte[] hash(List<byte[]> leaves, int from, int to) {
    MessageDigest sha256 = Digest.sha256();
    if (to - from == 1) {
      sha256.update((byte) 0); // leaves and nodes are told apart, or one could pose as the other
      return sha256.digest(leaves.get(from));
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    byte[] left = hash(leaves, from, split);
    byte[] right = hash(leaves, split, to);
    sha256.update((byte) 1);
    sha256.update(left);
    return sha256.digest(right);
  }
}
