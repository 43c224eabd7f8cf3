package org.quietus.objectstore.s3;

import java.util.Optional;

/** An access key for S3; printed as asterisks. */
public record Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "********";
  }
}
