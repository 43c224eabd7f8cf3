package org.quietus.job;

import org.quietus.policy.Problem;

/**
 * Why a database of a job cannot be worked on.
 *
 * @param passing whether it may be over when the same command is started again; else somebody has
 *     to mend it
 */
public record Unreached(Problem problem, boolean passing) {

  /** One that somebody has to mend. */
  public static Unreached toMend(Problem problem) {
    return new Unreached(problem, false);
  }

  /** What is wrong. */
  public String what() {
    return problem.what();
  }
}
