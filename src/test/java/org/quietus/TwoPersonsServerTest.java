package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class TwoPersonsServerTest extends TwoPersonsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
