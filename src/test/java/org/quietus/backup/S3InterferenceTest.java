package org.quietus.backup;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;

/** On a bucket that keeps versions. */
@Tag("long")
class S3InterferenceTest extends InterferenceContract {
  @Override
  Vault newVault(Path parent) {
    return new BucketVault(S3ProxyServer.shared());
  }

  @Override
  int disturbsEvery() {
    return 3;
  }

  /** The one that was listed first lies under the other. */
  @Override
  int versionsWithAnn() {
    return 2;
  }
}
