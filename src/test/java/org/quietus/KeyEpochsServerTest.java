package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class KeyEpochsServerTest extends KeyEpochsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
