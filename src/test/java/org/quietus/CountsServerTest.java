package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class CountsServerTest extends CountsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
