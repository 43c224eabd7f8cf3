package org.quietus.policy.read;

import org.quietus.policy.JobFile;

/** Checks that every person of a job with tenants is some tenant's. */
final class TenantChecks {
  private TenantChecks() {}

  static void check(JobFile job, Problems problems) {
    if (!job.text().lines().containsKey("/tenant")) {
      return;
    }
    job.subjects()
        .forEach(
            (name, subject) -> {
              if (subject.tenant().isEmpty() && !subject.records().equals(Scalars.NO_TABLE)) {
                problems.add(
                    "SUBJECT-WITHOUT-TENANT",
                    JobTree.child("/subjects", name),
                    "subject '"
                        + name
                        + "' is in "
                        + subject.records()
                        + ", which 'tenant' does not mention, so that the same address would be the"
                        + " same person at every tenant",
                    "add e.g. 'tenant: { " + subject.records() + ": { column: account } }'");
              }
            });
  }
}
