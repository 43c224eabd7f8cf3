package org.quietus.policy.read;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;

/** Collects the problems of one job file, so that all are told at once. */
final class Problems {
  private final JobText text;
  private final Set<Problem> found = new LinkedHashSet<>();
  private final Set<String> pointers = new HashSet<>();

  Problems(JobText text) {
    this.text = text;
  }

  /** Notes a problem with the key at a JSON pointer. */
  void add(String id, String pointer, String what, String mend) {
    found.add(text.problem(id, pointer, what, mend));
    pointers.add(pointer);
  }

  /** Whether a problem with just that key was noted, so that a further one would only confuse. */
  boolean at(String pointer) {
    return pointers.contains(pointer);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Does nothing if no problem was noted.
   *
   * @throws InvalidInput with every problem, in the order of the file
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidInput(
          found.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
  }
}
