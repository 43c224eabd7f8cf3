package org.quietus.job;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator wants of the run that is at work.
 *
 * @param slots how many workers may act at once, as the run was started if empty
 * @param rowsPerSecond the most rows that all of them change in a second, 0 for no such limit; as
 *     the job file says if empty
 * @param rowsReadPerSecond the same of the rows that are read of each database
 */
public record PaceOrder(
    Wish wish, OptionalInt slots, OptionalLong rowsPerSecond, OptionalLong rowsReadPerSecond) {
  public static final PaceOrder NONE =
      new PaceOrder(Wish.GO, OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** Whether it may go on. */
  public enum Wish {
    GO,
    PAUSE,
    STOP
  }
}
