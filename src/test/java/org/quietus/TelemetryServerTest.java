package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others keep points in other types")
class TelemetryServerTest extends TelemetryContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
