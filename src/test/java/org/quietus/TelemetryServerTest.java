package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class TelemetryServerTest extends TelemetryContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
