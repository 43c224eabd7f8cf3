package org.quietus.backup;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3MockServer;

@Tag("long")
class S3MockObjectsAtOnceTest extends ObjectsAtOnceContract {
  @Override
  Vault newVault(Path parent) {
    return new BucketVault(S3MockServer.shared());
  }

  @Override
  int killsEvery() {
    return 97;
  }
}
