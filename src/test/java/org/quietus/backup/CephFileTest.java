package org.quietus.backup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.CephServer;

@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephFileTest extends S3FileContract {
  @Override
  BucketVault newBucket() {
    return BucketVault.locking(CephServer.shared());
  }

  @Override
  int killsEvery() {
    return 60;
  }
}
