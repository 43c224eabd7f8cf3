package org.quietus.policy;

import java.net.URI;
import java.util.Optional;

/**
 * How one object store is reached.
 *
 * @param name the job file's name for it
 * @param url {@code file:///directory/} or {@code s3://bucket/prefix/}
 * @param endpoint of an S3 server that is not Amazon's
 * @param credential empty for what the S3 client finds by itself
 * @param role that is assumed with that credential; empty if the bucket is used with it itself
 * @param terms of a bucket
 */
public record ObjectStoreSettings(
    String name,
    URI url,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Credential> credential,
    Optional<Role> role,
    BucketTerms terms) {

  /** A store that is used on no terms of its own. */
  public ObjectStoreSettings(
      String name,
      URI url,
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<Credential> credential) {
    this(name, url, endpoint, region, credential, Optional.empty(), BucketTerms.PLAIN);
  }

  /** An access key with its secret. */
  public record Credential(Secret accessKey, Secret secretKey) {}

  /**
   * A role that is assumed.
   *
   * @param arn its name
   * @param externalId what the role's owner agreed upon with us, so that nobody else can have us
   *     assume it
   * @param session how the store's own log calls who assumed it
   * @param endpoint of the token service (STS), where it is not Amazon's
   */
  public record Role(
      String arn, Optional<String> externalId, String session, Optional<URI> endpoint) {}

  /** Whether it is a local directory. */
  public boolean isDirectory() {
    return "file".equals(url.getScheme());
  }
}
