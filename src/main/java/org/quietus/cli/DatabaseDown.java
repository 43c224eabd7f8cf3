package org.quietus.cli;

import org.quietus.policy.Problem;

/** The database does not answer now; the same command may work later. Exit code 4. */
final class DatabaseDown extends RuntimeException {
  private final transient Problem problem;

  DatabaseDown(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
