package org.quietus.policy.read;

import java.util.Optional;
import org.quietus.policy.BucketTerms;

/** Reads what is allowed with a bucket, and on which terms it is used. */
final class BucketReader {
  private BucketReader() {}

  static BucketTerms terms(JobEntry entry) {
    JobEntry because = entry.get("bypass-governance").get("because");
    return new BucketTerms(
        because.isPresent() ? Optional.of(Scalars.line(because)) : Optional.empty(),
        entry.get("requester-pays").scalar().filter("true"::equals).isPresent());
  }
}
