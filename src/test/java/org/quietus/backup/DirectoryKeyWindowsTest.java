package org.quietus.backup;

import java.nio.file.Path;

class DirectoryKeyWindowsTest extends KeyWindowsContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Override
  int killsEvery() {
    return 37;
  }
}
