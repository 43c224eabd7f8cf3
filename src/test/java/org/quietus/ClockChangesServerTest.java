package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class ClockChangesServerTest extends ClockChangesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
