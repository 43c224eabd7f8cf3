package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class MovedKeysServerTest extends MovedKeysContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
