package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class BackupScreeningServerTest extends BackupScreeningContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
