package org.quietus.policy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run may do without asking a person, and how it makes way for others.
 *
 * @param maxRows how many rows one run may change
 * @param maxSharePercent how much of any one table, in whole percent of its rows
 * @param rowsPerSecond how many rows its workers may change in a second
 * @param window when they may change any, in the job's zone
 */
public record Limits(
    OptionalLong maxRows,
    OptionalInt maxSharePercent,
    OptionalLong rowsPerSecond,
    Optional<Window> window) {
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalInt.empty(), OptionalLong.empty(), Optional.empty());
}
