package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class LateBelowDeletedServerTest extends LateBelowDeletedContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String reporting() {
    return "CREATE TRIGGER reporting AFTER DELETE ON device FOR EACH ROW"
        + " INSERT INTO telemetry SELECT 70, OLD.serial, 'meanwhile' FROM (SELECT 1 AS one) x"
        + " WHERE OLD.serial = 'a-1'";
  }
}
