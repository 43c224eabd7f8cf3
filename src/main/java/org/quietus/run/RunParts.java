package org.quietus.run;

import java.time.Clock;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.quietus.ledger.Ledger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an attempt hands to the Spring Batch job.
 *
 * @param transaction opens a transaction of its own each time, whatever Spring Batch has open
 *     around it
 * @param verify reads everything again; returns how many rows are still due, and has queued them
 * @param certify issues the certificates and ends the run
 */
record RunParts(
    Attempt attempt,
    DataSource dataSource,
    PlatformTransactionManager transactionManager,
    JdbcTemplate jdbc,
    TransactionTemplate transaction,
    Fence fence,
    WorkQueue queue,
    Ledger ledger,
    Clock clock,
    LongConsumer progress,
    Ending verify,
    Ending certify) {

  /** A last part of a run; returns a count that its step reports. */
  interface Ending {
    long perform();
  }
}
