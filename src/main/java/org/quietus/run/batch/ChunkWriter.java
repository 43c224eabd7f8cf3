package org.quietus.run.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.control.Retrying;
import org.quietus.control.WorkQueue;
import org.quietus.control.WorkRange;
import org.quietus.hold.Holds;
import org.quietus.policy.TableName;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.Requested;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkRecord;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.NamedObjects;
import org.quietus.target.OwnersStay;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowRefused;
import org.quietus.target.RowsChanged;
import org.quietus.target.RowsLocked;
import org.quietus.target.StepTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works off one chunk: fence, data, ledger and queue in one transaction of its own, repeated as a
 * whole if need be.
 *
 * <p>After a failure the ledger tells whether the chunk committed; only if it did not is it tried
 * again.
 */
public final class ChunkWriter implements ItemWriter<ChunkOrder> {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkWriter.class);

  private static final List<Duration> MOMENTS =
      List.of(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(90));

  private final Attempt attempt;
  private final SlotState state;
  private final Map<Integer, WorkPlace> places;
  private final NamedObjects named;
  private final Retrying retrying;
  private final Clock clock;
  private final LongConsumer progress;

  public ChunkWriter(
      Attempt attempt,
      SlotState state,
      Map<Integer, WorkPlace> places,
      NamedObjects named,
      Retrying retrying,
      Clock clock,
      LongConsumer progress) {
    this.attempt = attempt;
    this.state = state;
    this.places = places;
    this.named = named;
    this.retrying = retrying;
    this.clock = clock;
    this.progress = progress;
  }

  @Override
  public void write(Chunk<? extends ChunkOrder> orders) throws InterruptedException {
    for (ChunkOrder order : orders) {
      Instant begin = clock.instant();
      WorkRange range = state.range().orElseThrow();
      Done done = paced(order, range, begin);
      progress.accept(done.changed());
      state.changed(done.changed());
      if (done.exhausted()) {
        state.finished();
      } else {
        state.advanced(done.next(), done.position());
      }
      state.took(Duration.between(begin, clock.instant()), done.changed() >= state.size() / 2);
    }
  }

  private Done paced(ChunkOrder order, WorkRange range, Instant begin) throws InterruptedException {
    state.begins();
    try {
      return retrying.call(
          "step " + order.step() + ", range " + order.range(),
          () -> workOff(range),
          () -> settled(range));
    } finally {
      state.ended(Duration.between(begin, clock.instant()));
    }
  }

  private WorkPlace place(WorkRange range) {
    WorkPlace place = places.get(range.step());
    if (place == null) {
      throw new IllegalStateException("the plan has no step " + range.step());
    }
    return place;
  }

  private Done workOff(WorkRange range) throws InterruptedException {
    TransactionTemplate transaction = place(range).transaction();
    Done done;
    try {
      done = besideOthers(range, transaction);
    } catch (RowRefused | RowsChanged | RowsLocked | OwnersStay rowByRow) {
      done = rowByRow(range, transaction);
    }
    if (done == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return done;
  }

  /** What the slot beside this one has locked is free in a moment; nobody else is waited for. */
  private @Nullable Done besideOthers(WorkRange range, TransactionTemplate transaction)
      throws InterruptedException {
    for (Duration moment : MOMENTS) {
      try {
        return transaction.execute(status -> inTransaction(range, false));
      } catch (RowsLocked soon) {
        retrying.rest(moment);
      }
    }
    return transaction.execute(status -> inTransaction(range, false));
  }

  /** Once more for each table that rows lead to which have to stay for it. */
  private @Nullable Done rowByRow(WorkRange range, TransactionTemplate transaction) {
    while (true) {
      try {
        return transaction.execute(status -> inTransaction(range, true));
      } catch (OwnersStay once) {
        // what was found to stay is known from now on
      }
    }
  }

  private Done inTransaction(WorkRange range, boolean careful) {
    WorkPlace place = place(range);
    ChunkRecorder ledger = place.ledger();
    Holds inForce = place.holds().at(place.fence().check(attempt.token()));
    StepTarget target = attempt.steps().get(range.step());
    if (target == null) {
      throw new IllegalStateException("the plan has no step " + range.step());
    }
    ChunkResult result =
        target.work(
            new ChunkTask(
                range.keys(),
                state.position(),
                state.size(),
                range
                    .request()
                    .filter(request -> !ledger.isBegun(attempt.run(), request))
                    .isPresent(),
                table -> isOurs(range, table),
                table -> wasActedOn(range, table),
                table -> unmatched(range, table),
                table -> wasKept(range, table),
                () ->
                    range
                        .request()
                        .map(request -> ledger.keptFor(attempt.run(), request))
                        .orElse(Map.of()),
                () -> range.request().map(place.gone()::of).orElse(List.of()),
                inForce,
                range.request().map(this::person),
                careful));
    boolean records =
        !result.lines().isEmpty()
            || !result.left().isEmpty()
            || (range.request().isPresent() && !result.withheld());
    if (records) {
      ChunkId id = new ChunkId(attempt.run(), range.number(), range.nextSequence());
      range.request().ifPresent(request -> place.gone().note(id, request, result.gone()));
      named.note(id, range.request(), range.step(), result.named());
      ledger.record(
          new ChunkRecord(
              id,
              range.step(),
              range.request(),
              attempt.token(),
              clock.instant().truncatedTo(ChronoUnit.MICROS),
              result.lines(),
              result.digest(),
              result.left(),
              result.tokens()));
    }
    int next = records ? range.nextSequence() + 1 : range.nextSequence();
    place
        .queue()
        .advance(
            attempt.run(),
            range.number(),
            attempt.token(),
            next,
            result.position(),
            result.exhausted());
    return new Done(result.changed(), result.exhausted(), range.at(next), result.position());
  }

  private boolean isOurs(WorkRange range, TableName table) {
    return range
        .request()
        .filter(
            request ->
                place(range).ledger().hasDeletedFor(request)
                    || place(range)
                        .ledger()
                        .hasDeletedByRule(attempt.run(), table, person(request).erasedAt()))
        .isPresent();
  }

  private boolean wasActedOn(WorkRange range, TableName table) {
    return range
        .request()
        .filter(request -> requested(request).isActedOn(place(range).ledger(), table))
        .isPresent();
  }

  private long unmatched(WorkRange range, TableName table) {
    return range
        .request()
        .map(request -> place(range).ledger().unmatchedFor(attempt.run(), request, table))
        .orElse(0L);
  }

  private boolean wasKept(WorkRange range, TableName table) {
    return range
        .request()
        .filter(request -> place(range).ledger().hasKeptFor(attempt.run(), request, table))
        .isPresent();
  }

  private PersonKeys person(String request) {
    return requested(request).person();
  }

  private Requested requested(String request) {
    Requested requested = attempt.requests().get(request);
    if (requested == null) {
      throw new IllegalStateException("the run does not know request " + request);
    }
    return requested;
  }

  /** What a chunk that seemed to fail did, if the ledger has it. */
  private @Nullable Done settled(WorkRange range) {
    WorkPlace place = place(range);
    Optional<Done> settled =
        place
            .transaction()
            .execute(
                status -> {
                  place.fence().check(attempt.token());
                  ChunkId id = new ChunkId(attempt.run(), range.number(), range.nextSequence());
                  WorkQueue.Standing now = place.queue().read(attempt.run(), range.number());
                  return now.done() || place.ledger().recorded(id)
                      ? Optional.of(Done.standing(now))
                      : Optional.empty();
                });
    if (settled == null || settled.isEmpty()) {
      state.shrink();
      return null;
    }
    return settled.get();
  }

  private record Done(
      long changed, boolean exhausted, WorkRange next, Optional<RowValues> position) {
    /** As the queue tells it; how many rows it was is in the ledger. */
    static Done standing(WorkQueue.Standing now) {
      return new Done(0, now.done(), now.range(), now.range().position());
    }
  }
}
