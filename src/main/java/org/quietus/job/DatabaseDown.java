package org.quietus.job;

import java.util.List;
import java.util.stream.Collectors;
import org.quietus.policy.Problem;

/** Databases do not answer now; the same command may work later. Exit code 4. */
public final class DatabaseDown extends RuntimeException {
  private final transient List<Problem> problems;

  /** {@code problems} is one for each database, at least one. */
  public DatabaseDown(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Why they do not answer, and what to do. */
  public List<Problem> problems() {
    return problems;
  }
}
