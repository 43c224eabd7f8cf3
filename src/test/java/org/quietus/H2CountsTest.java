package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2CountsTest extends CountsContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String refusing(String change, String table) {
    return "CREATE TRIGGER leak BEFORE %s ON %s FOR EACH ROW CALL '%s'"
        .formatted(change, table, LeakyTrigger.class.getName());
  }
}
