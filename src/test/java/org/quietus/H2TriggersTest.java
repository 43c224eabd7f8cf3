package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2TriggersTest extends TriggersContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String auditing() {
    return trigger(
        "BEFORE DELETE ON customer",
        "connection.createStatement().execute(\"INSERT INTO customer_audit VALUES (\" + before[0]"
            + " + \", '\" + before[1] + \"')\");");
  }

  @Override
  String puttingBack() {
    return trigger("BEFORE UPDATE ON visit", "if ((Integer) before[0] == 1) after[1] = before[1];");
  }

  private static String trigger(String when, String code) {
    return "CREATE TRIGGER copying "
        + when
        + " FOR EACH ROW AS 'org.h2.api.Trigger create() { return (connection, before, after) -> {"
        + code.replace("'", "''")
        + " }; }'";
  }
}
