package org.quietus.plan.make;

import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** Which rows that are kept for a while a retention rule takes at the end. */
record EndingRules(JobFile job, Resolver resolver) {
  /** Whether a rule does to all rows that are kept so what is to be done at the end. */
  boolean take(Basis basis) {
    return job.retention().values().stream()
        .filter(rule -> rule.records().equals(resolver.name(basis.table().name())))
        .anyMatch(basis::endsBy);
  }

  /** Whether a rule ends rows of a table, or values in them, by what it says itself. */
  boolean isFor(TableName table) {
    return job.retention().values().stream().anyMatch(rule -> rule.records().equals(table));
  }

  /** The rule to add where there is none. */
  String advice(Basis basis) {
    return "add a retention rule for '"
        + resolver.name(basis.table().name())
        + "' with 'from: "
        + basis.kept().keep().from()
        + (basis.action() instanceof Action.Delete ? "' and 'then: delete'" : "'")
        + ", without 'where' or with the same";
  }
}
