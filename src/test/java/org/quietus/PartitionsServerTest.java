package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class PartitionsServerTest extends PartitionsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
