package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

/** Two schemas of one server, whose runs share a control schema. */
@EnabledIfServer
@Tag("long")
class SeveralDatabasesServerTest extends SeveralDatabasesContract {

  @Override
  ShopEngine home() {
    return ShopEngine.shared();
  }

  @Override
  ShopEngine other() {
    return ShopEngine.shared();
  }
}
