package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class SharedHouseholdsServerTest extends SharedHouseholdsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
