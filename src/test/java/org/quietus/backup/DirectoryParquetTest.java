package org.quietus.backup;

import java.nio.file.Path;

class DirectoryParquetTest extends ParquetFileContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Override
  int killsEvery() {
    return 5;
  }
}
