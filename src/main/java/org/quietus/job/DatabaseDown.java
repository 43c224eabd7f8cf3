package org.quietus.job;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.quietus.policy.Problem;

/**
 * Databases that a command needs cannot be worked on. If all of that is passing, the same command
 * may work later: exit code 4; else 2.
 */
public final class DatabaseDown extends RuntimeException {
  private final transient List<Problem> problems;
  private final boolean passing;

  /** {@code why} is one for each database, at least one. */
  public DatabaseDown(Collection<Unreached> why) {
    super(why.stream().map(one -> one.problem().toString()).collect(Collectors.joining("; ")));
    this.problems = why.stream().map(Unreached::problem).toList();
    this.passing = why.stream().allMatch(Unreached::passing);
  }

  /** What is wrong, and what to do. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether time alone may mend it. */
  public boolean isPassing() {
    return passing;
  }

  public int exitCode() {
    return passing ? CannotRun.FAILED : CannotRun.REFUSED;
  }
}
