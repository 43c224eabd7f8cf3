package org.quietus.certificate.log;

import static org.quietus.certificate.log.TilePath.HEIGHT;
import static org.quietus.certificate.log.TilePath.WIDTH;

import java.nio.ByteBuffer;
import java.util.List;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Writes the tiles and bundles that a log of some size has and a smaller one has not: whoever does
 * it, and however often, they come out the same.
 */
final class LogGrowth {

  private final EvidenceStore store;
  private final String log;
  private final LogEntries entries;
  private final long published;
  private final long size;

  LogGrowth(EvidenceStore store, String log, LogEntries entries, long published, long size) {
    this.store = store;
    this.log = log;
    this.entries = entries;
    this.published = published;
    this.size = size;
  }

  /** The tree of the grown log. */
  MerkleTree grow() {
    for (long index = published / WIDTH; index * WIDTH < size; index++) {
      List<Digest> bundle = entries.bundle(index, published, size);
      put(TilePath.ofEntries(index, bundle.size()), EntryBundle.write(bundle));
      put(TilePath.ofHashes(0, index, bundle.size()), leaves(bundle));
    }
    LogTiles tiles = new LogTiles(store, log, size);
    for (int level = 1; size >> (HEIGHT * level) > 0; level++) {
      grow(tiles, level);
    }
    return tiles.tree();
  }

  private static byte[] leaves(List<Digest> bundle) {
    ByteBuffer tile = ByteBuffer.allocate(bundle.size() * TreeHash.BYTES);
    bundle.forEach(entry -> tile.put(TreeHash.leaf(entry.bytes())));
    return tile.array();
  }

  /** Each hash of a higher level is that of a full tile below. */
  private void grow(LogTiles tiles, int level) {
    long had = published >> (HEIGHT * level);
    long has = size >> (HEIGHT * level);
    for (long index = had / WIDTH; has > had && index * WIDTH < has; index++) {
      int width = LogTiles.width(level, index, size);
      ByteBuffer tile = ByteBuffer.allocate(width * TreeHash.BYTES);
      for (int i = 0; i < width; i++) {
        tile.put(tiles.overTile(level - 1, index * WIDTH + i));
      }
      put(TilePath.ofHashes(level, index, width), tile.array());
    }
  }

  private void put(String path, byte[] content) {
    store.putIfAbsent(EvidenceName.ofLog(log, path), content);
  }

  /** Removes what full tiles and bundles repeat, after a checkpoint says that they are there. */
  void tidy() {
    for (int level = 0; size >> (HEIGHT * level) > 0; level++) {
      long had = published >> (HEIGHT * level);
      long full = (size >> (HEIGHT * level)) / WIDTH;
      for (long index = had / WIDTH; index < full; index++) {
        tidy(level, index);
      }
    }
  }

  private void tidy(int level, long index) {
    for (int width = 1; width < WIDTH; width++) {
      discard(TilePath.ofHashes(level, index, width));
      if (level == 0) {
        discard(TilePath.ofEntries(index, width));
      }
    }
    for (long place = index * WIDTH; level == 0 && place < (index + 1) * WIDTH; place++) {
      entries.leave(place);
    }
  }

  private void discard(String path) {
    store.discard(EvidenceName.ofLog(log, path));
  }
}
