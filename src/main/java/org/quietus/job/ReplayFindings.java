package org.quietus.job;

import java.util.List;

/**
 * What a replay would find.
 *
 * @param behind whether the database knows less than the evidence store
 * @param unfinished whether a replay is unfinished
 * @param persons how many erased persons are in the database again
 * @param unsure a line for each who may be
 * @param unsearched a line for each set of backups or files that a run has yet to search
 */
public record ReplayFindings(
    boolean behind,
    boolean unfinished,
    long persons,
    List<String> unsure,
    List<String> unsearched) {
  public ReplayFindings {
    unsure = List.copyOf(unsure);
    unsearched = List.copyOf(unsearched);
  }

  /** Whether there is nothing to replay, to search or to look at. */
  public boolean isClean() {
    return !behind && !unfinished && persons == 0 && unsure.isEmpty() && unsearched.isEmpty();
  }
}
