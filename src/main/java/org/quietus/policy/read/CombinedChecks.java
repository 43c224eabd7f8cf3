package org.quietus.policy.read;

import java.util.stream.Stream;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.policy.HashedColumn;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;

/** Checks what lists are said to hold hashed, beside single identifiers. */
final class CombinedChecks {
  private CombinedChecks() {}

  static void check(JobFile job, Problems problems) {
    for (CombinedIdentifier combined : job.requests().combined().values()) {
      String pointer = JobTree.child("/requests/hashed/combined", combined.name());
      if (!job.subjects().containsKey(combined.subject())) {
        problems.add(
            "UNKNOWN-SUBJECT",
            pointer + "/subject",
            JobTree.path(pointer)
                + " names subject '"
                + combined.subject()
                + "', which is not declared",
            Nearest.to(combined.subject(), job.subjects().keySet())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("declare it under 'subjects'"));
      }
      combined.columns().forEach((column, how) -> date(column, how, pointer, problems));
    }
  }

  private static void date(String column, HashedColumn how, String pointer, Problems problems) {
    boolean whole =
        Stream.of("yyyy", "MM", "dd").allMatch(part -> how.argument().split(part, -1).length == 2);
    if (how.kind() == HashedColumn.Kind.DATE && !whole) {
      problems.add(
          "BAD-DATE-PATTERN",
          JobTree.child(pointer + "/columns", column) + "/date",
          JobTree.path(pointer) + " does not write a day with its year, month and day, once each",
          "write e.g. yyyyMMdd or MM/dd/yyyy");
    }
  }
}
