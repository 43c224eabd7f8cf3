package org.quietus.backup;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;

@Tag("long")
class S3KeyWindowsTest extends KeyWindowsContract {
  @Override
  Vault newVault(Path parent) {
    return new BucketVault(S3ProxyServer.shared());
  }

  @Override
  int killsEvery() {
    return 101;
  }
}
