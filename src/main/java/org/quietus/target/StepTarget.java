package org.quietus.target;

import java.util.Optional;
import org.quietus.catalog.RowValues;

/** One step of a plan, on the thing that it works on. */
public interface StepTarget {

  /**
   * Acts on at most {@code task.size()} rows inside the transaction that the caller has opened and
   * will commit.
   */
  ChunkResult work(ChunkTask task);

  /**
   * Where a range should end for others to take what is behind: it holds so many rows up to there
   * that a slot is busy for a while; empty if it is not larger.
   */
  default Optional<RowValues> cut(KeyRange range) {
    return Optional.empty();
  }
}
