package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class HashedListsServerTest extends HashedListsContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
