package org.quietus.plan.make;

import java.util.Optional;
import java.util.Set;
import org.quietus.plan.Lifetime;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.Keep;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * Compares what a request does to a table with what a retention rule keeps there for a reason.
 * Whether that reason stands against a request nobody but the controller can say, and has to.
 */
final class Undercutting {
  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  Undercutting(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  /**
   * Refuses requests that take rows before a rule that keeps them for a reason does, or perhaps so,
   * unless the job file says that they come before that rule.
   *
   * @param taken tables of which a request takes rows also where they stay with what they hang on
   */
  void check(Set<String> taken) {
    for (ErasureRule erasure : job.erasure().values()) {
      job.retention().values().stream()
          .filter(rule -> rule.records().equals(erasure.records()))
          .filter(rule -> resolver.here(rule.records()) && rule.because().isPresent())
          .filter(rule -> !erasure.despite().contains(rule.name()))
          .filter(rule -> !erasure.withParent() || taken.contains(erasure.records().table()))
          .filter(rule -> !isWithin(rule, erasure))
          .forEach(rule -> refuse(erasure, rule));
    }
  }

  /**
   * Whether a request keeps the rows as long as a rule does; nobody can tell from two moments, or
   * from two conditions.
   */
  private static boolean isWithin(RetentionRule rule, ErasureRule erasure) {
    return keepsAll(rule, erasure)
        && erasure
            .keep()
            .filter(keep -> keep.from().equals(rule.from()))
            .filter(keep -> !Lifetime.isLonger(rule.keep(), keep.period()))
            .isPresent();
  }

  private static boolean keepsAll(RetentionRule rule, ErasureRule erasure) {
    return erasure.where().isEmpty() || erasure.where().equals(rule.where());
  }

  /** When rows go, and for what they stay until then. */
  private static String when(RetentionRule rule, ErasureRule erasure) {
    Optional<Keep> keep = erasure.keep();
    if (keep.isEmpty()) {
      return "at once";
    }
    return keepsAll(rule, erasure)
        ? "after %s from %s for '%s'"
            .formatted(keep.get().period(), keep.get().from(), keep.get().because())
        : "at once where they do not meet its 'where'";
  }

  private void refuse(ErasureRule erasure, RetentionRule rule) {
    Optional<Keep> keep = erasure.keep();
    String takes = erasure.then() == Then.DELETE ? "deletes" : "anonymises";
    findings.refuse(
        keep.isPresent() ? "KEPT-LONGER-BY-RULE" : "REQUEST-BEFORE-RULE",
        Pointer.to("erasure", "records", erasure.records()),
        "a request "
            + takes
            + " rows of '"
            + erasure.records()
            + "' "
            + when(rule, erasure)
            + ", which rule '"
            + rule.name()
            + "' keeps "
            + rule.keep()
            + " from "
            + rule.from()
            + " for '"
            + rule.because().orElseThrow()
            + "'",
        "if that reason stands against requests too, write 'keep: "
            + rule.keep()
            + ", from: "
            + rule.from()
            + ", because: …' here; if a request comes first, 'despite: [ "
            + rule.name()
            + " ]'");
  }
}
