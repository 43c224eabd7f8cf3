package org.quietus.backup;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;

@Tag("long") // every build tries a directory
class S3ProxyBackupTest extends S3BackupContract {
  @Override
  BucketVault newBucket() {
    return new BucketVault(S3ProxyServer.shared());
  }
}
