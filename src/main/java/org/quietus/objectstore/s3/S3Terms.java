package org.quietus.objectstore.s3;

/**
 * On which terms a bucket is used.
 *
 * @param bypassGovernance whether to delete in spite of a retention in mode GOVERNANCE
 * @param requesterPays whether to say with each request that we pay for it
 */
public record S3Terms(boolean bypassGovernance, boolean requesterPays) {
  /** Locks are respected, and the bucket's owner pays. */
  public static final S3Terms PLAIN = new S3Terms(false, false);
}
