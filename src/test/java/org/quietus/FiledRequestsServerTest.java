package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class FiledRequestsServerTest extends FiledRequestsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
