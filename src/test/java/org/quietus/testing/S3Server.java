package org.quietus.testing;

import java.net.URI;

/** An S3 server on loopback that lives as long as the tests. */
public interface S3Server {
  /** Returns where it answers. */
  URI endpoint();

  /** Returns the access key that may do everything. */
  default String accessKey() {
    return "testaccess";
  }

  /** Returns the secret key for {@link #accessKey()}. */
  default String secretKey() {
    return "testsecret";
  }
}
