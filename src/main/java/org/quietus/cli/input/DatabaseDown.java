package org.quietus.cli.input;

import org.quietus.policy.Problem;

/** The database does not answer now; the same command may work later. Exit code 4. */
public final class DatabaseDown extends RuntimeException {
  private final transient Problem problem;

  public DatabaseDown(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** Why it does not answer, and what to do. */
  public Problem problem() {
    return problem;
  }
}
