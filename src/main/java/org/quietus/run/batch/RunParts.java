package org.quietus.run.batch;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.quietus.control.Fence;
import org.quietus.control.WorkQueue;
import org.quietus.hold.HoldCheck;
import org.quietus.ledger.Ledger;
import org.quietus.run.person.Attempt;
import org.quietus.target.GoneKeys;
import org.quietus.target.NamedObjects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an attempt hands to the Spring Batch job.
 *
 * @param transaction opens a transaction of its own each time, whatever Spring Batch has open
 *     around it
 * @param backups takes out of the backups what was erased; empty if that is not wanted
 * @param verify reads everything again; returns how many rows are still due, and has queued them
 * @param certify issues the certificates and ends the run
 */
public record RunParts(
    Attempt attempt,
    DataSource dataSource,
    PlatformTransactionManager transactionManager,
    JdbcTemplate jdbc,
    TransactionTemplate transaction,
    Fence fence,
    HoldCheck holds,
    WorkQueue queue,
    Ledger ledger,
    GoneKeys gone,
    NamedObjects named,
    Clock clock,
    LongConsumer progress,
    Pace pace,
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
