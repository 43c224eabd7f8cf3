package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others keep points in other types")
@Tag("long")
class TelemetryServerTest extends TelemetryContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
