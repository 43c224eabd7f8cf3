package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class ResumedRangesServerTest extends ResumedRangesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
