package org.quietus;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class DayOfErasureServerTest extends DayOfErasureContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String noDate() {
    return engine().isPostgres() ? "'-infinity'" : "'0001-01-01'";
  }
}
