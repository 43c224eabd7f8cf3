package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class NamedObjectsServerTest extends NamedObjectsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
