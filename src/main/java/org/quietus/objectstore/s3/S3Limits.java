package org.quietus.objectstore.s3;

import java.time.Duration;

/**
 * How patient to be with S3 and in what portions to speak to it.
 *
 * @param timeout for opening a connection and for each wait for data
 * @param partSize of an upload in parts, in bytes, 5 MiB or more; large objects get larger ones
 * @param largestCopy in bytes, 5 MiB to 5 GiB; what is larger is copied in parts of that size
 * @param page how many versions to list at a time, 1 to 1000
 */
public record S3Limits(
    Duration timeout, RetryPolicy retry, int partSize, long largestCopy, int page) {
  private static final int MIB = 1 << 20;

  /** 30 seconds, {@link RetryPolicy#DEFAULT}, parts from 8 MiB, copies up to 1 GiB, full pages. */
  public static final S3Limits DEFAULT =
      new S3Limits(Duration.ofSeconds(30), RetryPolicy.DEFAULT, 8 * MIB, 1L << 30, 1_000);

  public S3Limits {
    if (partSize < 5 * MIB || largestCopy < 5 * MIB || largestCopy > 5L << 30) {
      throw new IllegalArgumentException("S3 takes parts of 5 MiB to 5 GiB");
    }
    if (page < 1 || page > 1_000) {
      throw new IllegalArgumentException("S3 lists 1 to 1000 versions at a time");
    }
  }
}
