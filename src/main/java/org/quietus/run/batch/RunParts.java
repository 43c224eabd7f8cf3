package org.quietus.run.batch;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.quietus.run.person.Attempt;
import org.quietus.target.NamedObjects;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What an attempt hands to the Spring Batch job.
 *
 * @param queues one database for each queue, home first; each has slots of its own
 * @param places by the number of a step, where its chunks are worked off
 * @param partitions drops those that hold nothing but what is due; empty if that is not wanted
 * @param backups takes out of the backups what was erased; empty if that is not wanted
 * @param verify reads everything again; returns how many rows are still due, and has queued them
 * @param certify issues the certificates and ends the run
 */
public record RunParts(
    Attempt attempt,
    DataSource dataSource,
    PlatformTransactionManager transactionManager,
    List<WorkPlace> queues,
    Map<Integer, WorkPlace> places,
    NamedObjects named,
    Clock clock,
    LongConsumer progress,
    Pace pace,
    Optional<Interruptible> partitions,
    Optional<Interruptible> backups,
    Ending verify,
    Ending certify) {

  /** A part that ends early, with an exception, when it is asked to stop. */
  public interface Interruptible {
    long perform(BooleanSupplier stopping);
  }

  /** A last part of a run; returns a count that its step reports. */
  public interface Ending {
    long perform();
  }
}
