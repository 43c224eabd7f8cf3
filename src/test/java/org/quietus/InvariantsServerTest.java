package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class InvariantsServerTest extends InvariantsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String refusing(String table) {
    return "CREATE TRIGGER leak BEFORE DELETE ON %s FOR EACH ROW SIGNAL SQLSTATE 'HY000'"
        .formatted(table);
  }

  @Override
  String following(String table, String statement) {
    return "CREATE TRIGGER after_%1$s AFTER DELETE ON %1$s FOR EACH ROW %2$s"
        .formatted(table, statement);
  }
}
