package org.quietus.policy.read;

import java.util.Optional;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.Then;

/** Checks that anonymising rows does not move the moment that a rule for them counts from. */
final class MomentChecks {
  /** Leaves a moment on its day, by which rules count, where the zones agree: the planner looks. */
  private static final String DAY = "day";

  private final JobFile job;
  private final Problems problems;

  private MomentChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  static void check(JobFile job, Problems problems) {
    MomentChecks checks = new MomentChecks(job, problems);
    job.retention().values().stream()
        .filter(rule -> rule.then() == Then.DELETE)
        .forEach(
            rule ->
                Optional.ofNullable(job.anonymise().get(rule.records()))
                    .ifPresent(how -> checks.check(rule, how)));
  }

  private void check(RetentionRule rule, Anonymisation how) {
    StrategySpec strategy = how.with().get(rule.from());
    if (strategy != null && !strategy.name().equals(DAY) && job.anonymisesBefore(rule)) {
      String pointer = JobTree.child("/anonymise", rule.records().toString()) + "/with";
      problems.add(
          "MOVES-THE-MOMENT",
          JobTree.child(pointer, rule.from()),
          JobTree.path(pointer)
              + " changes '"
              + rule.from()
              + "', which rule '"
              + rule.name()
              + "' counts from: it would delete anonymised rows too early, or never",
          "remove it there, write 'day', or let the rule count from another column");
    }
  }
}
