package org.quietus.target;

import java.time.Instant;
import java.util.Map;
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

  /** The same of what they did after that moment. */
  boolean hasActedOn(String request, TableName table, int rows, Instant since);

  /** How many rows of a table a run has noted for a request which nothing leads to any more. */
  long unmatchedFor(String run, String request, TableName table);

  /**
   * Whether a rule, and no request, has deleted rows of a table in that run, or in any at that
   * moment or later.
   */
  boolean hasDeletedByRule(String run, TableName table, Instant since);

  /**
   * Whether another run left rows of a table that were the person's of a request, on a basis or
   * since nothing led to them any more, and none has gone through all of the person's rows in the
   * database since. A replay, or a run that found the person in a backup alone, has not.
   */
  boolean hasKeptFor(String run, String request, TableName table);

  /**
   * The tables of which another run left rows that a request has to take later, and how many, until
   * another goes through all of the person's rows, or somebody gives them up.
   */
  Map<TableName, Long> keptFor(String run, String request);

  /** Whether a chunk committed, which settles a lost reply to COMMIT. */
  boolean recorded(ChunkId id);
}
