package org.quietus.policy;

import java.util.Optional;

/**
 * What a job file allows with a bucket, and on which terms it is read.
 *
 * @param bypassGovernance why versions under a retention in mode GOVERNANCE are removed; empty if
 *     they stay until it ends
 * @param requesterPays whether requests are paid by whoever makes them
 */
public record BucketTerms(Optional<String> bypassGovernance, boolean requesterPays) {
  /** Nothing beyond what every bucket allows. */
  public static final BucketTerms PLAIN = new BucketTerms(Optional.empty(), false);
}
