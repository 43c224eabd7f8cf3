package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class ReviewServerTest extends ReviewContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
