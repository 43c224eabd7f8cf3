package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class TwoPersonsServerTest extends TwoPersonsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
