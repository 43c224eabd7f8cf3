package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2InvariantsTest extends InvariantsContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String refusing(String table) {
    return "CREATE TRIGGER leak BEFORE DELETE ON %s FOR EACH ROW CALL '%s'"
        .formatted(table, LeakyTrigger.class.getName());
  }

  @Override
  String following(String table, String statement) {
    return ("CREATE TRIGGER after_%1$s AFTER DELETE ON %1$s FOR EACH ROW AS 'org.h2.api.Trigger"
            + " create() { return (connection, before, after) ->"
            + " connection.createStatement().execute(\"%2$s\"); }'")
        .formatted(table, statement.replace("'", "''"));
  }
}
