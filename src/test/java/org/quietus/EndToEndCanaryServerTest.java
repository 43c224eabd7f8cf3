package org.quietus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class EndToEndCanaryServerTest extends EndToEndCanaryContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  Map<String, String> leakyTriggers() {
    Map<String, String> triggers = new LinkedHashMap<>();
    triggers.put(
        "a message of its own",
        "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW BEGIN"
            + " SET @said = OLD.page; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = @said; END");
    triggers.put(
        "a value that does not fit",
        "CREATE TRIGGER leak BEFORE UPDATE ON customer FOR EACH ROW"
            + " UPDATE address SET id = OLD.email WHERE id = OLD.id");
    triggers.put(
        "a duplicate key",
        "CREATE TRIGGER leak BEFORE DELETE ON chat FOR EACH ROW"
            + " INSERT INTO orders SELECT order_no, customer_id, ordered_at, note FROM orders"
            + " WHERE customer_id = OLD.customer_ref");
    return triggers;
  }
}
