package org.quietus.certificate.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quietus.evidence.Digest;

/** That a tree begins with the leaves of a smaller one. */
record ConsistencyProof(List<Digest> path) {

  ConsistencyProof {
    path = List.copyOf(path);
  }

  /** The proof for an earlier size of a tree; that of the empty tree is empty. */
  static ConsistencyProof of(MerkleTree tree, long smaller) {
    return new ConsistencyProof(
        smaller == 0 ? List.of() : tree.consistency(smaller).stream().map(Digest::ofHash).toList());
  }

  /** Whether it leads from one tree to the other; RFC 9162 §2.1.4.2. */
  boolean leads(Checkpoint from, Checkpoint to) {
    if (from.size() == 0) {
      return path.isEmpty() && from.isOfNothing() && (to.size() > 0 || to.isOfNothing());
    }
    if (from.size() == to.size()) {
      return path.isEmpty() && from.root().equals(to.root());
    }
    return from.size() < to.size() && !path.isEmpty() && leadsUp(from, to);
  }

  private boolean leadsUp(Checkpoint from, Checkpoint to) {
    List<Digest> hashes = new ArrayList<>(path);
    if (Long.bitCount(from.size()) == 1) { // a whole subtree, which the proof leaves out
      hashes.add(0, from.root());
    }
    int whole = Long.numberOfTrailingZeros(from.size());
    long node = (from.size() - 1) >> whole;
    long last = (to.size() - 1) >> whole;
    byte[] smaller = hashes.get(0).bytes();
    byte[] larger = smaller;
    for (Digest sibling : hashes.subList(1, hashes.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        smaller = TreeHash.node(sibling.bytes(), smaller);
        larger = TreeHash.node(sibling.bytes(), larger);
        while ((node & 1) == 0 && node != 0) { // the right edge has levels without a sibling
          node >>= 1;
          last >>= 1;
        }
      } else {
        larger = TreeHash.node(larger, sibling.bytes());
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0
        && Arrays.equals(smaller, from.root().bytes())
        && Arrays.equals(larger, to.root().bytes());
  }
}
