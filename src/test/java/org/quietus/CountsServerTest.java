package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class CountsServerTest extends CountsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String refusing(String change, String table) {
    return "CREATE TRIGGER leak BEFORE %s ON %s FOR EACH ROW SIGNAL SQLSTATE 'HY000'"
        .formatted(change, table);
  }
}
