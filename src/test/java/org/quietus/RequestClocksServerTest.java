package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RequestClocksServerTest extends RequestClocksContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
