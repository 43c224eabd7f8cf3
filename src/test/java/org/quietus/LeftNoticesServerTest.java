package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class LeftNoticesServerTest extends LeftNoticesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
