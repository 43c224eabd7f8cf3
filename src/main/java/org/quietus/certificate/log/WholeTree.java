package org.quietus.certificate.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Merkle tree in memory, with every hash of it: two hashes for each leaf. */
final class WholeTree implements MerkleTree.Subtrees {

  private final List<byte[]> levels = new ArrayList<>();

  /**
   * The tree over some leaves.
   *
   * @param leafHashes one after the other
   */
  WholeTree(byte[] leafHashes) {
    levels.add(leafHashes);
    for (byte[] below = leafHashes; below.length >= 2 * TreeHash.BYTES; ) {
      byte[] above = new byte[below.length / (2 * TreeHash.BYTES) * TreeHash.BYTES];
      for (int i = 0; i * TreeHash.BYTES < above.length; i++) {
        byte[] node = TreeHash.node(at(below, 2 * i), at(below, 2 * i + 1));
        System.arraycopy(node, 0, above, i * TreeHash.BYTES, TreeHash.BYTES);
      }
      levels.add(above);
      below = above;
    }
  }

  long size() {
    return levels.get(0).length / TreeHash.BYTES;
  }

  /** The tree as it was when it had so many leaves. */
  MerkleTree at(long size) {
    return new MerkleTree(this, size);
  }

  @Override
  public byte[] hash(int height, long index) {
    return at(levels.get(height), (int) index);
  }

  /** As many hashes of a level as a tile has there. */
  byte[] tile(int height, long first, int hashes) {
    int from = (int) first * TreeHash.BYTES;
    return Arrays.copyOfRange(levels.get(height), from, from + hashes * TreeHash.BYTES);
  }

  private static byte[] at(byte[] level, int index) {
    return Arrays.copyOfRange(level, index * TreeHash.BYTES, (index + 1) * TreeHash.BYTES);
  }
}
