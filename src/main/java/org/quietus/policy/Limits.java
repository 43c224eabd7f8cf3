package org.quietus.policy;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run may do without asking a person, and how it makes way for others.
 *
 * @param maxRows how many rows one run may change
 * @param maxSharePercent how much of any one table, in whole percent of its rows
 * @param objectsAtOnce how many objects of a set it may work on at the same time
 */
public record Limits(
    OptionalLong maxRows,
    OptionalInt maxSharePercent,
    PaceSettings pace,
    OptionalInt objectsAtOnce) {
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalInt.empty(), PaceSettings.NONE, OptionalInt.empty());
}
