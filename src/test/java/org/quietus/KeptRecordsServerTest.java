package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class KeptRecordsServerTest extends KeptRecordsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
