package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class DeclaredOwnersServerTest extends DeclaredOwnersContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
