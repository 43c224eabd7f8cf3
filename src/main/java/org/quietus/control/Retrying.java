package org.quietus.control;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quietus.job.RunFailure;
import org.quietus.target.RowsChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Repeats whole transactions that failed for a passing reason, with growing pauses, about half a
 * minute in all.
 */
public final class Retrying {
  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);
  private static final int TRIES = 12;
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final BooleanSupplier stopping;
  private final Sleep sleep;

  public Retrying(BooleanSupplier stopping) {
    this(stopping, pause -> Thread.sleep(pause.toMillis()));
  }

  /** With another way to let time pass. */
  public Retrying(BooleanSupplier stopping, Sleep sleep) {
    this.stopping = stopping;
    this.sleep = sleep;
  }

  /** Lets the thread wait. */
  public interface Sleep {
    void over(Duration pause) throws InterruptedException;
  }

  /** Looks up whether a transaction that seemed to fail took effect all the same. */
  public interface Settlement<T> {
    @Nullable T look();
  }

  public <T> T call(String doing, Callable<T> work) throws InterruptedException {
    return call(doing, work, () -> null);
  }

  /** Lets time pass, before something is tried that needs no look at what became of it. */
  public void rest(Duration pause) throws InterruptedException {
    sleep.over(pause);
  }

  /**
   * Runs {@code work}; before each further try asks {@code settlement}, whose answer ends the
   * matter if it has one.
   */
  public <T> T call(String doing, Callable<T> work, Settlement<T> settlement)
      throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    boolean unsettled = false;
    for (int tries = 1; ; tries++) {
      try {
        T settled = unsettled ? settlement.look() : null;
        return settled != null ? settled : work.call();
      } catch (FencedOut e) {
        throw e;
      } catch (Exception e) {
        if (!isPassing(e) || tries == TRIES || stopping.getAsBoolean()) {
          throw RunFailure.stripped(doing, e);
        }
        unsettled = true;
        LOG.info(
            "{}; try {} of {} comes in {}",
            RunFailure.stripped(doing, e).getMessage(),
            tries + 1,
            TRIES,
            pause);
      }
      sleep.over(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  /**
   * Whether the same transaction may succeed when repeated; a lost COMMIT surfaces as a
   * TransactionException.
   */
  static boolean isPassing(Throwable failure) {
    return failure instanceof TransientDataAccessException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof DataAccessResourceFailureException
        || failure instanceof DuplicateKeyException
        || failure instanceof TransactionException
        || failure instanceof RowsChanged
        || isLockWait(failure);
  }

  /** That a lock was not had in time, which not every driver has a class for. */
  private static boolean isLockWait(Throwable failure) {
    return failure instanceof DataAccessException access
        && access.getMostSpecificCause() instanceof SQLException cause
        && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
  }
}
