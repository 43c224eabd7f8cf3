package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class JobFileTextsServerTest extends JobFileTextsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
