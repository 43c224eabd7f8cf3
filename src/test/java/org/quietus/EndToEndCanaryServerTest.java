package org.quietus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
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
            + " SET @said = OLD.page; SIGNAL SQLSTATE 'HY000' SET MESSAGE_TEXT = @said; END");
    triggers.put(
        "a duplicate key",
        "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW"
            + " INSERT INTO review SELECT id, customer_id, OLD.page, changed_at FROM review");
    triggers.put(
        "a value that does not fit",
        "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW"
            + " UPDATE customer SET full_name = REPEAT(OLD.page, 100) WHERE id = OLD.customer_id");
    return triggers;
  }
}
