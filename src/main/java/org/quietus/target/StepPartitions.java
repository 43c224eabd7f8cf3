package org.quietus.target;

import java.util.List;
import java.util.Optional;
import org.quietus.hold.Holds;

/** The partitions of a retention step's table, of which one can go that holds only what is due. */
public interface StepPartitions {

  /**
   * One as it is now, seen without a lock.
   *
   * @param rows how many are in it; 0 if it stays
   * @param stays why it cannot go as a whole; empty if it can
   */
  record Standing(String name, long rows, Optional<String> stays) {}

  /** Why none of them can go, whatever is in them. */
  Optional<String> obstacle();

  /** All of them, in their order; empty if there is an obstacle. */
  List<Standing> standings(Holds holds);

  /** Whether to drop one cannot be part of the transaction that is open. */
  boolean dropCommits();

  /**
   * Keeps everybody else from one: until it is closed, or the open transaction ends; and where the
   * drop commits by itself, from the fence too, so that neither another run nor a hold comes
   * between.
   *
   * @throws PartitionStays if it has to be left
   */
  Locked lock(String name);

  /** One that nobody else can change. */
  interface Locked extends AutoCloseable {

    /**
     * Counts its rows.
     *
     * @throws PartitionStays if one of them is not due
     * @throws TablesChanged if the table is another one by now
     */
    long countDue(Holds holds);

    /**
     * The key of one of its rows; empty where the drop does not commit by itself, so that nobody
     * has to ask what became of it.
     *
     * @throws PartitionStays if it has none
     */
    Optional<GoneKey> row();

    /**
     * Drops it with its rows.
     *
     * @throws PartitionStays if the database refuses; where it commits by itself, or any other
     *     failure comes, only the catalog tells whether it is gone
     */
    void drop();

    @Override
    void close();
  }
}
