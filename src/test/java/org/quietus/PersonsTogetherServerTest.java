package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class PersonsTogetherServerTest extends PersonsTogetherContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
