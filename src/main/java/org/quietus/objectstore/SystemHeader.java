package org.quietus.objectstore;

/** What a store keeps about an object for those who download it, carried over verbatim. */
public enum SystemHeader {
  CACHE_CONTROL("Cache-Control"),
  CONTENT_DISPOSITION("Content-Disposition"),
  CONTENT_ENCODING("Content-Encoding"),
  CONTENT_LANGUAGE("Content-Language"),
  CONTENT_TYPE("Content-Type"),
  EXPIRES("Expires"),
  WEBSITE_REDIRECT_LOCATION("x-amz-website-redirect-location"),
  ENCRYPTION("x-amz-server-side-encryption"),
  ENCRYPTION_KEY("x-amz-server-side-encryption-aws-kms-key-id"),
  ENCRYPTION_BUCKET_KEY("x-amz-server-side-encryption-bucket-key-enabled"),
  /** The object is encrypted with a key of its owner's, which is not kept with it. */
  CUSTOMER_ENCRYPTION("x-amz-server-side-encryption-customer-algorithm");

  private final String wireName;

  SystemHeader(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
