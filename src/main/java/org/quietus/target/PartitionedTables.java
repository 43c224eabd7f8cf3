package org.quietus.target;

import java.util.Optional;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;

/** The tables of a target as far as they lie in partitions. */
public interface PartitionedTables {

  /** The partitions of a step's table. */
  StepPartitions of(Step step, Selection.Due due);

  /**
   * Whether a partition is there, once nobody else is at the table any more.
   *
   * @param row one that it had: where that is, it was not dropped, whatever partition it is in now
   * @return empty if the table itself is not there
   */
  Optional<Boolean> has(String table, String partition, Optional<GoneKey> row);
}
