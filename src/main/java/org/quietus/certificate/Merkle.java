package org.quietus.certificate;

import java.util.List;
import org.quietus.certificate.log.TreeHash;
import org.quietus.evidence.Digest;

/** Merkle tree hashes with SHA-256, as RFC 6962 §2.1 defines them. */
public final class Merkle {

  private Merkle() {}

  /** The root over leaves in their order; over none it is the digest of nothing. */
  public static Digest root(List<byte[]> leaves) {
    return Digest.ofHash(leaves.isEmpty() ? TreeHash.ofNothing() : hash(leaves, 0, leaves.size()));
  }

  private static byte[] hash(List<byte[]> leaves, int from, int to) {
    if (to - from == 1) {
      return TreeHash.leaf(leaves.get(from));
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    return TreeHash.node(hash(leaves, from, split), hash(leaves, split, to));
  }
}
