package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RangesServerTest extends RangesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
