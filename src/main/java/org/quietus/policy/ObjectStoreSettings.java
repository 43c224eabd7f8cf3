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
 * @param terms of a bucket
 */
public record ObjectStoreSettings(
    String name,
    URI url,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Credential> credential,
    BucketTerms terms) {

  /** A store that is used on no terms of its own. */
  public ObjectStoreSettings(
      String name,
      URI url,
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<Credential> credential) {
    this(name, url, endpoint, region, credential, BucketTerms.PLAIN);
  }

  /** An access key with its secret. */
  public record Credential(Secret accessKey, Secret secretKey) {}

  /** Whether it is a local directory. */
  public boolean isDirectory() {
    return "file".equals(url.getScheme());
  }
}
