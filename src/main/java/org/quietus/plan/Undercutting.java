package org.quietus.plan;

import java.util.Optional;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.Keep;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * Compares what a request does to a table with what a retention rule keeps there for a reason.
 * Whether that reason stands against a request nobody but the controller can say.
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
   * Refuses two periods from the same moment of which a request has the shorter one, and warns of
   * requests that delete at once what a rule keeps.
   */
  void check() {
    for (ErasureRule erasure : job.erasure().values()) {
      job.retention().values().stream()
          .filter(rule -> rule.records().equals(erasure.records()))
          .filter(rule -> resolver.here(rule.records()) && rule.because().isPresent())
          .forEach(rule -> check(erasure, rule));
    }
  }

  private void check(ErasureRule erasure, RetentionRule rule) {
    Optional<Keep> keep = erasure.keep();
    String pointer = Pointer.to("erasure", "records", erasure.records());
    String kept =
        "which rule '"
            + rule.name()
            + "' keeps "
            + rule.keep()
            + " from "
            + rule.from()
            + " for '"
            + rule.because().orElseThrow()
            + "'";
    if (keep.isPresent()
        && keep.get().from().equals(rule.from())
        && Lifetime.isLonger(rule.keep(), keep.get().period())) {
      findings.refuse(
          "KEPT-LONGER-BY-RULE",
          pointer,
          "a request would take rows of '"
              + erasure.records()
              + "' after "
              + keep.get().period()
              + " for '"
              + keep.get().because()
              + "', "
              + kept,
          "write the same period in both places");
    } else if (keep.isEmpty() && erasure.then() == Then.DELETE && !erasure.withParent()) {
      findings.warn(
          "REQUEST-BEFORE-RULE",
          pointer,
          "a request deletes rows of '" + erasure.records() + "' at once, " + kept,
          "if that reason stands against requests too, write 'keep: "
              + rule.keep()
              + ", from: "
              + rule.from()
              + ", because: …' here");
    }
  }
}
