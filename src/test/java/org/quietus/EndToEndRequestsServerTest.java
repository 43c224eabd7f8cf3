package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class EndToEndRequestsServerTest extends EndToEndRequestsContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
