package org.quietus.target;

/** One step of a plan, on the thing that it works on. */
public interface StepTarget {

  /**
   * Acts on at most {@code task.size()} rows inside the transaction that the caller has opened and
   * will commit.
   */
  ChunkResult work(ChunkTask task);
}
