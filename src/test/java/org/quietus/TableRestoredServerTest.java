package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class TableRestoredServerTest extends TableRestoredContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
