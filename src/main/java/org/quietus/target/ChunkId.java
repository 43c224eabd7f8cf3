package org.quietus.target;

/** Names a chunk, uniquely and for ever: the n-th transaction on one range of one run. */
public record ChunkId(String run, int range, int sequence) {
  /** The first range of whole partitions, above every range of the queue. */
  public static final int FIRST_OF_PARTITIONS = 900_000_000;

  /** The first range of versions of objects, above every range of the database's own work. */
  public static final int FIRST_OF_VERSIONS = 1_000_000_000;
}
