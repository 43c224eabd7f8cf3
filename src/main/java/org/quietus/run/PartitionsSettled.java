package org.quietus.run;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.quietus.control.Control;
import org.quietus.control.PartitionDrops;
import org.quietus.control.Retrying;
import org.quietus.control.Site;
import org.quietus.job.RunFailure;
import org.quietus.request.SealingKey;
import org.quietus.target.GoneKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks what became of partitions that some run meant to drop and did not see go: it was killed, or
 * a reply was lost. Whoever owns the database does so, whatever run it was.
 */
final class PartitionsSettled {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionsSettled.class);

  private final long token;
  private final Retrying retrying;

  /** {@code token} is the fencing token of a run that owns the databases. */
  PartitionsSettled(long token, BooleanSupplier stopping) {
    this.token = token;
    this.retrying = new Retrying(stopping);
  }

  /** Whether there are any in a database. */
  static boolean areOpen(Site site) {
    return !site.control().partitionDrops().open(site.target().schema()).isEmpty();
  }

  /**
   * Puts those that are gone into the ledger.
   *
   * @return how many rows of a run that are
   */
  long in(Site site, String run) {
    long rows = 0;
    for (PartitionDrops.Drop drop : site.control().partitionDrops().open(site.target().schema())) {
      Optional<GoneKey> row = Optional.empty();
      boolean readable = true;
      try {
        row = site.control().partitionDrops().row(drop);
      } catch (SealingKey.SealedOtherwise e) {
        readable = drop.run().equals(run);
      }
      Optional<Boolean> there = isThere(site, drop, row);
      if (!readable && !there.orElse(true)) {
        continue; // only its own job can tell whether it has another name by now
      }
      Control control = site.control();
      long counted =
          Objects.requireNonNull(
              control
                  .transaction()
                  .execute(
                      status -> {
                        control.fence().check(token);
                        return settle(control.partitionDrops(), drop, there);
                      }));
      LOG.info(
          "run {}: a partition of {} that was to be dropped {}",
          drop.run(),
          drop.table(),
          there.orElse(false) ? "is there" : "is gone");
      rows += drop.run().equals(run) ? counted : 0;
    }
    return rows;
  }

  private long settle(PartitionDrops drops, PartitionDrops.Drop drop, Optional<Boolean> there) {
    if (there.isEmpty()) {
      drops.goneWithItsTable(drop, token);
      return 0;
    }
    if (there.get()) {
      drops.withdrawn(drop);
      return 0;
    }
    return drops.done(drop, token);
  }

  private Optional<Boolean> isThere(Site site, PartitionDrops.Drop drop, Optional<GoneKey> row) {
    String doing =
        "looking whether a partition of " + drop.table() + " that was to be dropped is gone";
    try {
      return retrying.call(
          doing, () -> site.target().partitions().has(drop.table().table(), drop.partition(), row));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RunFailure.stripped(doing, e);
    }
  }
}
