package org.quietus.plan.make;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;

/** What planning finds wrong, each thing once, until all of it is told together. */
final class Findings {
  private final JobText text;
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();

  Findings(JobText text) {
    this.text = text;
  }

  void refuse(String id, String pointer, String what, String mend) {
    problems.add(problem(id, pointer, what, mend));
  }

  void warn(String id, String pointer, String what, String mend) {
    warnings.add(problem(id, pointer, what, mend));
  }

  void warn(Problem warning) {
    warnings.add(warning);
  }

  Problem problem(String id, String pointer, String what, String mend) {
    return text.problem(id, pointer, what, mend);
  }

  boolean isRefused(String id) {
    return problems.stream().anyMatch(problem -> problem.id().equals(id));
  }

  int count() {
    return problems.size();
  }

  List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  /** Everything that was refused, in the order of the file. */
  List<Problem> refusals() {
    return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
