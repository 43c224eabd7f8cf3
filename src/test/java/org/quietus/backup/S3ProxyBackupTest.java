package org.quietus.backup;

import org.quietus.testing.S3ProxyServer;

class S3ProxyBackupTest extends S3BackupContract {
  @Override
  BucketVault newBucket() {
    return new BucketVault(S3ProxyServer.shared());
  }
}
