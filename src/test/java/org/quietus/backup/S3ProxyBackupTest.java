package org.quietus.backup;

import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class S3ProxyBackupTest extends S3BackupContract {
  @Override
  S3Server server() {
    return S3ProxyServer.shared();
  }

  @Override
  void create(S3Client admin, String name) {
    admin.createBucket(r -> r.bucket(name));
    admin.putBucketVersioning(
        r -> r.bucket(name).versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
  }
}
