package org.quietus.target;

import java.util.List;
import java.util.Optional;
import org.quietus.catalog.RowValues;

/**
 * What a chunk did, before it is committed.
 *
 * @param digest SHA-256 over the blinded tokens of the rows it changed
 * @param position where the next chunk of the range goes on
 * @param exhausted whether the range holds nothing more
 * @param withheld whether a hold left everything as it was, so that there is nothing to record
 * @param left rows that could not be changed, or are shared with others
 * @param tokens the blinded tokens of the rows it changed
 * @param named objects that the rows named which it deleted or took the name from
 * @param gone the keys of rows it deleted on which others may come to hang
 */
public record ChunkResult(
    List<LedgerLine> lines,
    byte[] digest,
    Optional<RowValues> position,
    boolean exhausted,
    boolean withheld,
    List<LeftRow> left,
    List<byte[]> tokens,
    List<NamedObject> named,
    List<GoneKey> gone) {

  /** What a chunk did that no hold stood against. */
  public ChunkResult(
      List<LedgerLine> lines, byte[] digest, Optional<RowValues> position, boolean exhausted) {
    this(lines, digest, position, exhausted, false, List.of(), List.of(), List.of(), List.of());
  }

  /** How many rows it changed, over all tables. */
  public long changed() {
    return lines.stream().mapToLong(line -> line.counts().changed()).sum();
  }
}
