package org.quietus.job;

import java.util.List;

/**
 * What a replay would find.
 *
 * @param behind whether the database knows less than the evidence store
 * @param unfinished whether a replay is unfinished
 * @param persons how many erased persons are in the database again
 * @param unsure a line for each who may be
 */
public record ReplayFindings(
    boolean behind, boolean unfinished, long persons, List<String> unsure) {
  public ReplayFindings {
    unsure = List.copyOf(unsure);
  }

  /** Whether there is nothing to replay, and nothing to look at. */
  public boolean isClean() {
    return !behind && !unfinished && persons == 0 && unsure.isEmpty();
  }
}
