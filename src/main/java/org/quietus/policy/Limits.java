package org.quietus.policy;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run may do without asking a person, and how it makes way for others.
 *
 * @param maxRows how many rows one run may change
 * @param maxSharePercent how much of any one table, in whole percent of its rows
 */
public record Limits(OptionalLong maxRows, OptionalInt maxSharePercent, PaceSettings pace) {
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalInt.empty(), PaceSettings.NONE);
}
