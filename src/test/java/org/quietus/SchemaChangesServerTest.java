package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class SchemaChangesServerTest extends SchemaChangesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
