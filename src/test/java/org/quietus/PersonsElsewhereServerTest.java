package org.quietus;

import org.quietus.testing.EnabledIfServer;

/** Two schemas of one server, whose runs share a control schema. */
@EnabledIfServer
class PersonsElsewhereServerTest extends PersonsElsewhereContract {

  @Override
  ShopEngine home() {
    return ShopEngine.shared();
  }

  @Override
  ShopEngine other() {
    return ShopEngine.shared();
  }
}
