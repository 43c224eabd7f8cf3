package org.quietus.backup;

import java.nio.file.Path;

class DirectoryFileTest extends FileContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }
}
