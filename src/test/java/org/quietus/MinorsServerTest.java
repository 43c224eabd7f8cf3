package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class MinorsServerTest extends MinorsContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
