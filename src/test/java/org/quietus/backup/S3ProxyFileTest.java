package org.quietus.backup;

import org.quietus.testing.S3ProxyServer;

class S3ProxyFileTest extends S3FileContract {
  @Override
  BucketVault newBucket() {
    return new BucketVault(S3ProxyServer.shared());
  }
}
