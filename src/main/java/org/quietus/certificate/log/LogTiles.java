package org.quietus.certificate.log;

import static org.quietus.certificate.log.TilePath.HEIGHT;
import static org.quietus.certificate.log.TilePath.WIDTH;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** The hashes of a log of some size, as its tiles in an evidence store hold them. */
final class LogTiles implements MerkleTree.Subtrees {

  private static final int MOST_TILES = 64;

  private final EvidenceStore store;
  private final String log;
  private final long size;
  private final Map<String, byte[]> lately = new LinkedHashMap<>();

  LogTiles(EvidenceStore store, String log, long size) {
    this.store = store;
    this.log = log;
    this.size = size;
  }

  MerkleTree tree() {
    return new MerkleTree(this, size);
  }

  @Override
  public byte[] hash(int height, long index) {
    int level = height / HEIGHT;
    int hashes = 1 << (height % HEIGHT);
    long first = index * hashes;
    return over(tile(level, first / WIDTH), (int) (first % WIDTH), hashes);
  }

  /** The node above a full tile. */
  byte[] overTile(int level, long index) {
    return over(tile(level, index), 0, WIDTH);
  }

  /** The node above as many hashes of a tile, a power of two. */
  static byte[] over(byte[] tile, int from, int hashes) {
    if (hashes == 1) {
      return Arrays.copyOfRange(tile, from * TreeHash.BYTES, (from + 1) * TreeHash.BYTES);
    }
    int half = hashes / 2;
    return TreeHash.node(over(tile, from, half), over(tile, from + half, half));
  }

  private byte[] tile(int level, long index) {
    int width = width(level, index, size);
    String path = TilePath.ofHashes(level, index, width);
    byte[] known = lately.get(path);
    if (known == null) {
      if (lately.size() >= MOST_TILES) {
        lately.clear();
      }
      known = read(path, TilePath.ofHashes(level, index, WIDTH), width * TreeHash.BYTES);
      lately.put(path, known);
    }
    return known;
  }

  /** A partial tile may have been removed when the full one was there. */
  private byte[] read(String path, String full, int bytes) {
    return file(path)
        .or(() -> file(full))
        .filter(tile -> tile.length >= bytes && tile.length % TreeHash.BYTES == 0)
        .orElseThrow(() -> LogDamage.at(log, path, "it is not there, or not whole"));
  }

  private Optional<byte[]> file(String path) {
    return store.read(EvidenceName.ofLog(log, path));
  }

  /** How many hashes or entries a tile of a level has in a log of some size. */
  static int width(int level, long index, long size) {
    return (int) Math.min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH);
  }
}
