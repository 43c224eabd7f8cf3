package org.quietus.run.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.quietus.control.Retrying;
import org.quietus.control.WorkQueue;
import org.quietus.control.WorkRange;
import org.quietus.run.person.Attempt;
import org.quietus.target.StepTarget;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Hands a slot its next chunk: of the range that it holds, else of one that it claims, until the
 * queue of its place is done.
 */
public final class SlotReader implements ItemReader<ChunkOrder> {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Attempt attempt;
  private final int slot;
  private final SlotState state;
  private final WorkPlace place;
  private final Retrying retrying;
  private final StopSwitch stop;
  private final Pace pace;

  public SlotReader(
      Attempt attempt,
      int slot,
      SlotState state,
      WorkPlace place,
      Retrying retrying,
      StopSwitch stop,
      Pace pace) {
    this.attempt = attempt;
    this.slot = slot;
    this.state = state;
    this.place = place;
    this.retrying = retrying;
    this.stop = stop;
    this.pace = pace;
  }

  @Override
  public @Nullable ChunkOrder read() throws InterruptedException {
    while (true) {
      Pace.Turn turn = pace.turn(slot, place.name());
      if (stop.isStopping()) {
        return null;
      }
      if (turn == Pace.Turn.REST) {
        rest();
        continue;
      }
      Optional<WorkRange> held = state.range();
      if (held.isPresent() && turn == Pace.Turn.BEGIN) {
        return new ChunkOrder(held.get().number(), held.get().step());
      }
      if (held.isPresent() && turn == Pace.Turn.LEAVE) {
        giveBack(held.get());
      }
      Look look =
          held.isPresent()
              ? Look.NOTHING
              : retrying.call("claiming work", () -> look(turn == Pace.Turn.BEGIN));
      if (look.finished()) {
        return null;
      }
      look.claimed().ifPresentOrElse(state::claimed, SlotReader::rest);
    }
  }

  private static void rest() {
    LockSupport.parkNanos(POLL.toNanos());
  }

  private void giveBack(WorkRange range) throws InterruptedException {
    retrying.call(
        "giving work back",
        () ->
            place
                .transaction()
                .execute(
                    status -> {
                      place.fence().check(attempt.token());
                      place.queue().giveBack(attempt.run(), range.number(), attempt.token(), slot);
                      return true;
                    }));
    state.finished();
  }

  private Look look(boolean claims) {
    Look look =
        place
            .transaction()
            .execute(
                status -> {
                  place.fence().check(attempt.token());
                  Optional<WorkQueue.Turn> turn =
                      place.queue().current(attempt.run(), place.only());
                  return new Look(
                      turn.isEmpty(),
                      turn.filter(now -> claims)
                          .flatMap(
                              now -> place.queue().claim(attempt.run(), now, attempt.token(), slot))
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
        .map(key -> place.queue().cut(attempt.run(), claimed, key))
        .orElse(claimed);
  }

  /**
   * What a look at the queue found; neither finished nor claimed means that other slots hold what
   * is left of the turn.
   */
  private record Look(boolean finished, Optional<WorkRange> claimed) {
    static final Look NOTHING = new Look(false, Optional.empty());
  }
}
