package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class HoldWhileRunningServerTest extends HoldWhileRunningContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  int chats() {
    return 24_000;
  }
}
