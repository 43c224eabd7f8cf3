package org.quietus.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input was refused before anything was touched; carries every problem found, never empty. Exit
 * code 2.
 */
public final class InvalidInput extends RuntimeException {
  private final transient List<Problem> problems;

  public InvalidInput(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an invalid input has at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
