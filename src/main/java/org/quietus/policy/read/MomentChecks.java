package org.quietus.policy.read;

import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/** Checks that anonymising rows does not move the moment that a rule for them counts from. */
final class MomentChecks {
  /** Leaves every moment on its day, by which rules count. */
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
    if (strategy != null && !strategy.name().equals(DAY) && isAnonymisedBefore(rule)) {
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

  /** A rule that keeps rows for a reason keeps them from being anonymised by other rules, too. */
  private boolean isAnonymisedBefore(RetentionRule rule) {
    TableName table = rule.records();
    boolean byRule =
        rule.because().isEmpty()
            && job.retention().values().stream()
                .anyMatch(other -> other.records().equals(table) && other.then() == Then.ANONYMISE);
    Stream<ErasureRule> entries =
        Stream.concat(
            job.erasure().values().stream(),
            job.retention().values().stream().flatMap(other -> other.with().values().stream()));
    return byRule
        || entries.anyMatch(
            entry -> entry.records().equals(table) && entry.then() == Then.ANONYMISE);
  }
}
