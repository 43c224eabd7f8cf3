package org.quietus.target;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A chunk as the ledger keeps it.
 *
 * @param token the fencing token that it was done under
 * @param digest SHA-256 over the blinded tokens of the keys it changed, 32 bytes
 * @param left rows that could not be changed, or are shared with others
 * @param tokens the blinded tokens of the rows it changed
 */
public record ChunkRecord(
    ChunkId id,
    int step,
    Optional<String> request,
    long token,
    Instant committedAt,
    List<LedgerLine> lines,
    byte[] digest,
    List<LeftRow> left,
    List<byte[]> tokens) {

  /** A chunk that changed all that it met. */
  public ChunkRecord(
      ChunkId id,
      int step,
      Optional<String> request,
      long token,
      Instant committedAt,
      List<LedgerLine> lines,
      byte[] digest) {
    this(id, step, request, token, committedAt, lines, digest, List.of(), List.of());
  }
}
