package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class EndToEndHoldsServerTest extends EndToEndHoldsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
