package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class ReusedKeysServerTest extends ReusedKeysContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
