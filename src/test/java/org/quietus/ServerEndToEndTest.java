package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class ServerEndToEndTest extends EndToEndContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
