package org.quietus.backup;

import java.nio.file.Path;

class DirectoryBackupTest extends BackupContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }
}
