package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class FrozenRowsServerTest extends FrozenRowsContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
