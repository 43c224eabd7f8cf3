package org.quietus.target;

import java.time.Instant;
import org.quietus.policy.TableName;

/** Records chunks beside the data; called inside the transaction that changed the data. */
public interface ChunkRecorder {

  /** Appends a chunk; a second one of the same id is refused by the database. */
  void record(ChunkRecord chunk);

  /** Whether a run has recorded any chunk for a request. */
  boolean isBegun(String run, String request);

  /** Whether any run has deleted rows for a request. */
  boolean hasDeletedFor(String request);

  /**
   * Whether runs have deleted or anonymised so many rows of a table for a request, or found them
   * gone.
   */
  boolean hasActedOn(String request, TableName table, int rows);

  /**
   * Whether a rule, and no request, has deleted rows of a table in that run, or in any at that
   * moment or later.
   */
  boolean hasDeletedByRule(String run, TableName table, Instant since);

  /**
   * Whether the last other run that acted on a request left rows of a table that were the person's:
   * on a basis, or since nothing led to them any more.
   */
  boolean hasKeptFor(String run, String request, TableName table);

  /** Whether a chunk committed, which settles a lost reply to COMMIT. */
  boolean recorded(ChunkId id);
}
