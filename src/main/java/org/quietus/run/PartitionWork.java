package org.quietus.run;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.quietus.control.Control;
import org.quietus.control.FencedOut;
import org.quietus.control.PartitionDrops;
import org.quietus.control.Site;
import org.quietus.hold.HoldCheck;
import org.quietus.job.RunListener;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.PartitionStays;
import org.quietus.target.StepPartitions;

/**
 * Drops the partitions that hold nothing but what is due, before rows go one by one. What cannot be
 * decided in a moment, while nobody else can write, is left to that.
 */
final class PartitionWork {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RunOrder order;
  private final RunListener listener;
  private final LongConsumer progress;

  PartitionWork(RunOrder order, RunListener listener, LongConsumer progress) {
    this.order = order;
    this.listener = listener;
    this.progress = progress;
  }

  /** Whether a rule asks for it, or an earlier start left one in mid-air. */
  boolean isWanted() {
    return order.replay().isEmpty()
        && (order.plan().steps().stream().anyMatch(step -> isWanted(step.selection()))
            || order.sites().all().stream().anyMatch(PartitionsSettled::areOpen));
  }

  private static boolean isWanted(Selection selection) {
    return selection instanceof Selection.Due due && due.wholePartitions();
  }

  /** Works them off; returns how many rows went. */
  long perform(BooleanSupplier stopping) {
    long rows = 0;
    for (Site site : order.sites().all()) {
      rows += told(settled(site, stopping));
    }
    for (Step step : order.plan().steps()) {
      if (step.selection() instanceof Selection.Due due && due.wholePartitions()) {
        rows += work(step, due, stopping);
      }
    }
    return rows;
  }

  private long settled(Site site, BooleanSupplier stopping) {
    return new PartitionsSettled(order.token(), stopping).in(site, order.id());
  }

  private long told(long rows) {
    if (rows > 0) {
      progress.accept(rows);
    }
    return rows;
  }

  private long work(Step step, Selection.Due due, BooleanSupplier stopping) {
    Site site = order.sites().of(step);
    StepPartitions partitions = site.target().partitions().of(step, due);
    if (partitions.obstacle().isPresent()) {
      listener.note(
          "rule '%s' drops no partition: %s"
              .formatted(step.rule(), partitions.obstacle().orElseThrow()));
      return 0;
    }
    long rows = 0;
    for (StepPartitions.Standing one :
        partitions.standings(order.bound().holds(site, order.token()))) {
      if (one.stays().isEmpty() && !stopping.getAsBoolean()) {
        rows += told(drop(site, step, partitions, one.name(), stopping));
      }
    }
    return rows;
  }

  private long drop(
      Site site, Step step, StepPartitions partitions, String name, BooleanSupplier stopping) {
    for (int tries = 1; ; tries++) {
      try {
        return partitions.dropCommits()
            ? inSteps(site, step, partitions, name, stopping)
            : atOnce(site, step, partitions, name);
      } catch (PartitionStays stays) {
        if (!stays.isBusy() || tries == TRIES || stopping.getAsBoolean()) {
          listener.note(
              "rule '%s': partition '%s' of %s is not dropped, its rows go one by one: %s"
                  .formatted(step.rule(), name, step.root().table(), stays.getMessage()));
          return 0;
        }
      }
      LockSupport.parkNanos(PAUSE.multipliedBy(tries).toNanos());
    }
  }

  /** Count, drop and ledger in one transaction. */
  private long atOnce(Site site, Step step, StepPartitions partitions, String name) {
    Control control = site.control();
    return Objects.requireNonNull(
        control
            .transaction()
            .execute(
                status -> {
                  control.fence().check(order.token());
                  try (StepPartitions.Locked locked = partitions.lock(name)) {
                    PartitionDrops.Drop drop = intend(site, step, locked, name);
                    locked.drop();
                    return control.partitionDrops().done(drop, order.token());
                  }
                }));
  }

  /**
   * The count is noted and committed before the drop; once that was tried, only the catalog tells
   * what came of it.
   */
  private long inSteps(
      Site site, Step step, StepPartitions partitions, String name, BooleanSupplier stopping) {
    Control control = site.control();
    PartitionDrops.Drop drop;
    try (StepPartitions.Locked locked = partitions.lock(name)) {
      drop =
          Objects.requireNonNull(
              control.transaction().execute(status -> intend(site, step, locked, name)));
      locked.drop();
    } catch (FencedOut e) {
      throw e;
    } catch (RuntimeException e) {
      long rows = settled(site, stopping);
      if (rows > 0) {
        return rows;
      }
      throw e;
    }
    return Objects.requireNonNull(
        control
            .transaction()
            .execute(
                status -> {
                  control.fence().check(order.token());
                  return control.partitionDrops().done(drop, order.token());
                }));
  }

  /** Under the fence and the holds as they are, and stay as long as the partition is locked. */
  private PartitionDrops.Drop intend(
      Site site, Step step, StepPartitions.Locked locked, String name) {
    HoldCheck holds = order.bound().watch(site, order.token());
    long rows = locked.countDue(holds.at(site.control().fence().check(order.token())));
    return site.control()
        .partitionDrops()
        .intend(order.id(), step, site.target().schema(), name, rows, locked.row());
  }
}
