package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class LeftObjectsServerTest extends LeftObjectsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
