package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class UniqueKeysServerTest extends UniqueKeysContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
