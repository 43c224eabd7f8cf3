package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class AnsweredRequestsServerTest extends AnsweredRequestsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
