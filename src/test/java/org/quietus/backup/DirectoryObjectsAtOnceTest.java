package org.quietus.backup;

import java.nio.file.Path;

class DirectoryObjectsAtOnceTest extends ObjectsAtOnceContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Override
  int killsEvery() {
    return 41;
  }
}
