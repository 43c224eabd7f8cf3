package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class HoldOrdersServerTest extends HoldOrdersContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
