package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class FileRunsServerTest extends FileRunsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
