package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class SharedNumberServerTest extends SharedNumberContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
