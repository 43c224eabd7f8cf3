package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class PurposesServerTest extends PurposesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
