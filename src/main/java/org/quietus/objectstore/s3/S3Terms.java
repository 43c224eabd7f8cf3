package org.quietus.objectstore.s3;

import java.util.Optional;

/**
 * On which terms a bucket is used.
 *
 * @param bypassGovernance whether to delete in spite of a retention in mode GOVERNANCE
 * @param requesterPays whether to say with each request that we pay for it
 * @param customerKey of objects that are encrypted with a key of their owner's
 * @param restoration of archived content; empty if it is left as it is
 */
public record S3Terms(
    boolean bypassGovernance,
    boolean requesterPays,
    Optional<CustomerKey> customerKey,
    Optional<Restoration> restoration) {
  /** Locks are respected, and the bucket's owner pays. */
  public static final S3Terms PLAIN = new S3Terms(false, false);

  /** Terms without a key and without restoration. */
  public S3Terms(boolean bypassGovernance, boolean requesterPays) {
    this(bypassGovernance, requesterPays, Optional.empty(), Optional.empty());
  }
}
