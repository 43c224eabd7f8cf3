package org.quietus.objectstore.s3;

import java.util.Base64;
import java.util.Map;

/**
 * The key of whoever owns the objects, under which S3 encrypts them without keeping it (SSE-C);
 * printed as asterisks.
 */
public final class CustomerKey {
  private static final String PREFIX = "server-side-encryption-customer-";
  private static final int BYTES = 32;

  private final String key;
  private final String digest;

  /** A key of 256 bits. */
  public CustomerKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a customer's key has " + BYTES + " bytes");
    }
    key = Base64.getEncoder().encodeToString(bytes);
    digest = S3Parts.md5(bytes, bytes.length);
  }

  /** What a request says that reads or writes an object under the key. */
  Map<String, String> headers() {
    return headers("x-amz-");
  }

  /** What a request says that copies from an object under the key. */
  Map<String, String> sourceHeaders() {
    return headers("x-amz-copy-source-");
  }

  private Map<String, String> headers(String start) {
    return Map.of(
        start + PREFIX + "algorithm", "AES256",
        start + PREFIX + "key", key,
        start + PREFIX + "key-MD5", digest);
  }

  @Override
  public String toString() {
    return "********";
  }
}
