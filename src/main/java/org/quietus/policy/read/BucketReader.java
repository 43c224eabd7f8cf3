package org.quietus.policy.read;

import java.time.Period;
import java.util.Optional;
import org.quietus.policy.BucketTerms;

/** Reads what is allowed with a bucket, and on which terms it is used. */
final class BucketReader {
  private BucketReader() {}

  static BucketTerms terms(JobEntry entry) {
    JobEntry because = entry.get("bypass-governance").get("because");
    return new BucketTerms(
        because.isPresent() ? Optional.of(Scalars.line(because)) : Optional.empty(),
        entry.get("requester-pays").scalar().filter("true"::equals).isPresent(),
        Paths.absolute(
            entry.get("customer-key"),
            "BAD-CUSTOMER-KEY",
            "write e.g. /etc/quietus/keys/vault.key: jobs are started from various directories"),
        restore(entry),
        entry.get("restore-tier").text().orElse(BucketTerms.PLAIN.restoreTier()));
  }

  private static Optional<Integer> restore(JobEntry entry) {
    JobEntry restore = entry.get("restore");
    if (restore.text().isEmpty()) {
      if (entry.get("restore-tier").isPresent() && !restore.isPresent()) {
        entry
            .get("restore-tier")
            .problem(
                "TIER-WITHOUT-RESTORE",
                entry.get("restore-tier").path() + " says how, but nothing is restored",
                "add for how long, e.g. 'restore: P3D', or leave it out");
      }
      return Optional.empty();
    }
    Period period = Scalars.period(restore);
    if (period.toTotalMonths() > 0) {
      restore.problem(
          "BAD-RESTORE",
          restore.path() + " is " + restore.quoted() + ", and stores count days",
          "write days, e.g. P3D");
    }
    return Optional.of(period.getDays());
  }
}
