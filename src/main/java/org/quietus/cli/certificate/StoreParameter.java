package org.quietus.cli.certificate;

import java.time.Clock;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An evidence store that somebody looks at without the job file: a folder or a bucket. */
final class StoreParameter {

  @Parameters(
      index = "0",
      paramLabel = "STORE",
      description = "The evidence store: its folder, or s3://BUCKET/PREFIX/.")
  private String store = "";

  @Mixin private BucketOptions bucket = new BucketOptions();

  /**
   * The store, with the credentials that the S3 client finds by itself.
   *
   * @throws Refusal if it is neither a folder nor the address of a bucket
   */
  EvidenceStore open(Clock clock) {
    return bucket.open(store, clock);
  }

  /** As it was given. */
  @Override
  public String toString() {
    return store;
  }
}
