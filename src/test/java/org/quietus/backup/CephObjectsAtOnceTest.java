package org.quietus.backup;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.CephServer;

/** On a bucket; not of S3Mock, which forgets an object when an upload to its key is given up. */
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephObjectsAtOnceTest extends ObjectsAtOnceContract {
  @Override
  Vault newVault(Path parent) {
    return new BucketVault(CephServer.shared());
  }

  @Override
  int killsEvery() {
    return 140;
  }
}
