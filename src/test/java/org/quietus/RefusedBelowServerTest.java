package org.quietus;

import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RefusedBelowServerTest extends RefusedBelowContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  String refusing() {
    return "CREATE TRIGGER refusing BEFORE DELETE ON line FOR EACH ROW"
        + " BEGIN IF OLD.id = 1 THEN SIGNAL SQLSTATE '45000'; END IF; END";
  }

  @Override
  String refusingWhat() {
    return "CREATE TRIGGER refusing BEFORE UPDATE ON line FOR EACH ROW"
        + " BEGIN IF OLD.id = 1 AND NOT NEW.what <=> OLD.what THEN SIGNAL SQLSTATE '45000'; END IF;"
        + " END";
  }

  @Override
  String arriving(String statement) {
    return "CREATE TRIGGER arriving AFTER DELETE ON arrival FOR EACH ROW " + statement;
  }

  @Override
  String refusingAndFailing() {
    return "CREATE TRIGGER refusing BEFORE DELETE ON line FOR EACH ROW"
        + " BEGIN IF OLD.id = 1 THEN SIGNAL SQLSTATE '45000'; END IF;"
        + " IF OLD.id = 4 THEN SIGNAL SQLSTATE 'HY000'; END IF; END";
  }
}
