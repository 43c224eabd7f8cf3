package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class TenantsServerTest extends TenantsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
