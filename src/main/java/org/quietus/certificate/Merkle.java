package org.quietus.certificate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.quietus.certificate.log.TreeHash;
import org.quietus.evidence.Digest;

/**
 * A Merkle tree hash with SHA-256, as RFC 6962 §2.1 defines it, over leaves that come one after the
 * other and need not be kept.
 */
public final class Merkle {

  /** The roots of the full trees that the leaves so far make, the largest one at the bottom. */
  private final Deque<byte[]> full = new ArrayDeque<>();

  private long leaves;

  /** The root over leaves in their order; over none it is the digest of nothing. */
  public static Digest root(List<byte[]> leaves) {
    Merkle tree = new Merkle();
    leaves.forEach(tree::add);
    return tree.root();
  }

  /** Adds the next leaf. */
  public void add(byte[] leaf) {
    byte[] hash = TreeHash.leaf(leaf);
    for (long rest = leaves; (rest & 1) == 1; rest >>= 1) {
      hash = TreeHash.node(full.pop(), hash);
    }
    full.push(hash);
    leaves++;
  }

  /** How many leaves there are. */
  public long size() {
    return leaves;
  }

  /** The root over the leaves so far. */
  public Digest root() {
    return Digest.ofHash(
        full.stream()
            .reduce((right, left) -> TreeHash.node(left, right))
            .orElseGet(TreeHash::ofNothing));
  }
}
