package org.quietus.job;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Gives orders to the run that is at work on the job's database; it obeys within one chunk.
 *
 * <p>An order is for that one start of the run: the next start knows nothing of it.
 */
public interface PaceDesk {

  /**
   * Lets it go on, wait after its open chunks, or end after them, to be continued by another start.
   *
   * @return the run's id
   * @throws CannotRun with {@link CannotRun#REFUSED} if no run of the job is at work
   */
  String order(PaceOrder.Wish wish);

  /**
   * Changes how fast it goes; what is empty stays as it is.
   *
   * @param slots from 1 to {@value #MOST_SLOTS}
   * @param rowsPerSecond 0 for no limit
   * @param rowsReadPerSecond 0 for no limit
   * @return the run's id
   * @throws CannotRun with {@link CannotRun#REFUSED} if no run of the job is at work
   */
  String tune(OptionalInt slots, OptionalLong rowsPerSecond, OptionalLong rowsReadPerSecond);

  /** The most workers that a run at work can be given. */
  int MOST_SLOTS = 32;
}
