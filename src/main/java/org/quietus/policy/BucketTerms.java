package org.quietus.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a job file allows with a bucket, and on which terms it is read.
 *
 * @param bypassGovernance why versions under a retention in mode GOVERNANCE are removed; empty if
 *     they stay until it ends
 * @param requesterPays whether requests are paid by whoever makes them
 * @param customerKey file of the key that objects are encrypted with (SSE-C)
 * @param restore for how many days archived objects are restored; empty if they are left
 * @param restoreTier how fast, in the store's words
 */
public record BucketTerms(
    Optional<String> bypassGovernance,
    boolean requesterPays,
    Optional<Path> customerKey,
    Optional<Integer> restore,
    String restoreTier) {
  /** Nothing beyond what every bucket allows. */
  public static final BucketTerms PLAIN =
      new BucketTerms(Optional.empty(), false, Optional.empty(), Optional.empty(), "Standard");
}
