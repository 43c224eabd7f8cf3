package org.quietus.run.batch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.control.Fence;
import org.quietus.control.Retrying;
import org.quietus.control.WorkQueue;
import org.quietus.control.WorkRange;
import org.quietus.run.person.Attempt;
import org.quietus.target.StepTarget;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands a slot its next chunk: of the range that it holds, else of one that it claims, until the
 * run's queue is done.
 */
public final class SlotReader implements ItemReader<ChunkOrder> {
  private static final long POLL_MILLIS = 20;

  private final Attempt attempt;
  private final int slot;
  private final SlotState state;
  private final WorkQueue queue;
  private final Fence fence;
  private final TransactionTemplate transaction;
  private final Retrying retrying;
  private final StopSwitch stop;

  public SlotReader(
      Attempt attempt,
      int slot,
      SlotState state,
      WorkQueue queue,
      Fence fence,
      TransactionTemplate transaction,
      Retrying retrying,
      StopSwitch stop) {
    this.attempt = attempt;
    this.slot = slot;
    this.state = state;
    this.queue = queue;
    this.fence = fence;
    this.transaction = transaction;
    this.retrying = retrying;
    this.stop = stop;
  }

  @Override
  public @Nullable ChunkOrder read() throws InterruptedException {
    while (state.range().isEmpty()) {
      if (stop.isStopping()) {
        return null;
      }
      Look look = retrying.call("claiming work", this::look);
      if (look.claimed().isPresent()) {
        state.claimed(look.claimed().get());
      } else if (look.finished()) {
        return null;
      } else {
        Thread.sleep(POLL_MILLIS);
      }
    }
    WorkRange range = state.range().orElseThrow();
    return new ChunkOrder(range.number(), range.step());
  }

  private Look look() {
    Look look =
        transaction.execute(
            status -> {
              fence.check(attempt.token());
              Optional<WorkQueue.Turn> turn = queue.current(attempt.run());
              if (turn.isEmpty()) {
                return new Look(true, Optional.empty());
              }
              return new Look(
                  false,
                  queue
                      .claim(attempt.run(), turn.get(), attempt.token(), slot)
                      .map(this::shortened));
            });
    if (look == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return look;
  }

  /** Leaves to others what is too much for one slot, so that all end at about the same time. */
  private WorkRange shortened(WorkRange claimed) {
    StepTarget target = attempt.steps().get(claimed.step());
    return Optional.ofNullable(target)
        .filter(step -> claimed.isFresh() && claimed.keys().isOpen())
        .flatMap(step -> step.cut(claimed.keys()))
        .map(key -> queue.cut(attempt.run(), claimed, key))
        .orElse(claimed);
  }

  /**
   * What a look at the queue found; neither finished nor claimed means that other slots hold what
   * is left of the turn.
   */
  private record Look(boolean finished, Optional<WorkRange> claimed) {}
}
