package org.quietus.backup;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;

@Tag("long")
class S3ProxyFileTest extends S3FileContract {
  @Override
  BucketVault newBucket() {
    return new BucketVault(S3ProxyServer.shared());
  }
}
