package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class DayOfErasureServerTest extends DayOfErasureContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
