package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class LiveVerificationServerTest extends LiveVerificationContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
