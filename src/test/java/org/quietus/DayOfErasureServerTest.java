package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
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
