package org.quietus.certificate.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree of some size, as RFC 6962 §2.1 defines it, over the hashes of its whole subtrees.
 *
 * @param size how many leaves it has
 */
record MerkleTree(Subtrees subtrees, long size) {

  /** Where the hashes of whole subtrees come from. */
  @FunctionalInterface
  interface Subtrees {
    /**
     * The hash over the {@code 2^height} leaves from {@code index * 2^height} on, all of which are
     * there.
     */
    byte[] hash(int height, long index);
  }

  /** The hash of the whole tree. */
  byte[] root() {
    return size == 0 ? TreeHash.ofNothing() : range(0, size);
  }

  /** The hashes that lead from a leaf to the root, its sibling first (§2.1.1). */
  List<byte[]> inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("the tree has no leaf " + index);
    }
    List<byte[]> path = new ArrayList<>();
    inclusion(index, 0, size, path);
    return path;
  }

  private void inclusion(long index, long from, long to, List<byte[]> path) {
    if (to - from == 1) {
      return;
    }
    long split = split(from, to);
    if (index < split) {
      inclusion(index, from, split, path);
      path.add(range(split, to));
    } else {
      inclusion(index, split, to, path);
      path.add(range(from, split));
    }
  }

  /** The hashes that show this tree to begin with a smaller one, which is not empty (§2.1.2). */
  List<byte[]> consistency(long smaller) {
    if (smaller < 1 || smaller > size) {
      throw new IllegalArgumentException("the tree had never " + smaller + " leaves");
    }
    List<byte[]> path = new ArrayList<>();
    consistency(smaller, 0, size, path);
    return path;
  }

  /** {@code smaller} ends between {@code from} and {@code to}. */
  private void consistency(long smaller, long from, long to, List<byte[]> path) {
    if (smaller == to) {
      if (from != 0) { // else it is the smaller tree itself, whose hash is known
        path.add(range(from, to));
      }
      return;
    }
    long split = split(from, to);
    if (smaller <= split) {
      consistency(smaller, from, split, path);
      path.add(range(split, to));
    } else {
      consistency(smaller, split, to, path);
      path.add(range(from, split));
    }
  }

  private byte[] range(long from, long to) {
    long leaves = to - from;
    if (Long.bitCount(leaves) == 1 && from % leaves == 0) {
      return subtrees.hash(Long.numberOfTrailingZeros(leaves), from / leaves);
    }
    long split = split(from, to);
    return TreeHash.node(range(from, split), range(split, to));
  }

  /** The largest power of two that is smaller than the number of leaves goes to the left. */
  private static long split(long from, long to) {
    return from + Long.highestOneBit(to - from - 1);
  }
}
