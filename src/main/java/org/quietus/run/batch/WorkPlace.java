package org.quietus.run.batch;

import java.util.Optional;
import java.util.Set;
import org.quietus.control.Fence;
import org.quietus.control.WorkQueue;
import org.quietus.hold.HoldCheck;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.GoneKeys;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database that chunks are worked off in, and what their transactions take there.
 *
 * @param transaction opens a transaction of its own each time, whatever Spring Batch has open
 *     around it
 * @param only the steps that can be worked off of those that are queued; empty for all of them
 */
public record WorkPlace(
    String name,
    TransactionTemplate transaction,
    Fence fence,
    HoldCheck holds,
    WorkQueue queue,
    ChunkRecorder ledger,
    GoneKeys gone,
    Optional<Set<Integer>> only) {

  /** One whose queue has nothing but what can be worked off. */
  public WorkPlace(
      String name,
      TransactionTemplate transaction,
      Fence fence,
      HoldCheck holds,
      WorkQueue queue,
      ChunkRecorder ledger,
      GoneKeys gone) {
    this(name, transaction, fence, holds, queue, ledger, gone, Optional.empty());
  }
}
