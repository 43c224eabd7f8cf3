package org.quietus.target;

import java.util.List;
import java.util.Optional;

/**
 * What a chunk did, before it is committed.
 *
 * @param digest SHA-256 over the blinded tokens of the rows it changed
 * @param position where the next chunk of the range goes on
 * @param exhausted whether the range holds nothing more
 */
public record ChunkResult(
    List<LedgerLine> lines, byte[] digest, Optional<Key> position, boolean exhausted) {

  /** How many rows it changed, over all tables. */
  public long changed() {
    return lines.stream().mapToLong(line -> line.counts().changed()).sum();
  }
}
