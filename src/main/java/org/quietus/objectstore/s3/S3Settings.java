package org.quietus.objectstore.s3;

import java.net.URI;
import java.util.Optional;

/**
 * Where a bucket is and how to speak to it.
 *
 * @param root what all keys of this store begin with, empty or ending in {@code /}
 * @param endpoint empty for Amazon's own; with one, buckets are named in the path and no checksums
 *     are sent that only Amazon understands
 * @param region empty for the SDK's default chain, and {@code us-east-1} at a custom endpoint
 * @param credentials empty for the SDK's default chain
 * @param role that is assumed with them; empty if they are used themselves
 */
public record S3Settings(
    String bucket,
    String root,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Credentials> credentials,
    Optional<AssumedRole> role,
    S3Terms terms,
    S3Limits limits) {

  /** Settings without a role. */
  public S3Settings(
      String bucket,
      String root,
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<Credentials> credentials,
      S3Terms terms,
      S3Limits limits) {
    this(bucket, root, endpoint, region, credentials, Optional.empty(), terms, limits);
  }

  public S3Settings {
    if (!root.isEmpty() && !root.endsWith("/")) {
      throw new IllegalArgumentException("the root of a store ends in '/'");
    }
  }

  /**
   * Returns the defaults for {@code s3://bucket/prefix/}; a missing slash at the end is added, so
   * that the prefix does not match longer names.
   */
  public static S3Settings of(
      URI url, Optional<URI> endpoint, Optional<String> region, Optional<Credentials> own) {
    if (!"s3".equals(url.getScheme()) || url.getAuthority() == null) {
      throw new IllegalArgumentException("not a bucket; write e.g. 's3://backups/mysql/'");
    }
    String path = url.getPath().replaceFirst("^/", "");
    String root = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    return new S3Settings(
        url.getAuthority(), root, endpoint, region, own, S3Terms.PLAIN, S3Limits.DEFAULT);
  }

  /** The same in that role. */
  public S3Settings in(Optional<AssumedRole> other) {
    return new S3Settings(bucket, root, endpoint, region, credentials, other, terms, limits);
  }

  /** The same on these terms. */
  public S3Settings on(S3Terms others) {
    return new S3Settings(bucket, root, endpoint, region, credentials, role, others, limits);
  }

  /** The same with that patience. */
  public S3Settings with(RetryPolicy retry) {
    return new S3Settings(
        bucket,
        root,
        endpoint,
        region,
        credentials,
        role,
        terms,
        new S3Limits(
            limits.timeout(), retry, limits.partSize(), limits.largestCopy(), limits.page()));
  }
}
