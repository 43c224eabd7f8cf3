package org.quietus.certificate.log;

import java.util.Arrays;
import java.util.List;
import org.quietus.evidence.Digest;

/**
 * That a leaf is at a place in a tree.
 *
 * @param index the place of the leaf, from 0 on
 * @param path the hashes from its sibling to the root's child
 */
record InclusionProof(long index, List<Digest> path) {

  InclusionProof {
    path = List.copyOf(path);
  }

  /** The proof for a leaf of a tree. */
  static InclusionProof of(MerkleTree tree, long index) {
    return new InclusionProof(index, tree.inclusion(index).stream().map(Digest::ofHash).toList());
  }

  /** Whether it leads from a leaf to the root of a tree of some size; RFC 9162 §2.1.3.2. */
  boolean leads(byte[] leafHash, long size, Digest root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (Digest sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = TreeHash.node(sibling.bytes(), hash);
        while ((node & 1) == 0 && node != 0) { // the right edge has levels without a sibling
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = TreeHash.node(hash, sibling.bytes());
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(hash, root.bytes());
  }
}
