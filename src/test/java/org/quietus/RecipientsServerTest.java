package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RecipientsServerTest extends RecipientsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
