package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class PaceServerTest extends PaceContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
