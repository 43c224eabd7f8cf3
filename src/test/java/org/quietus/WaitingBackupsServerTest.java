package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class WaitingBackupsServerTest extends WaitingBackupsContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
