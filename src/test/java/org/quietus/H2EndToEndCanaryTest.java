package org.quietus;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class H2EndToEndCanaryTest extends EndToEndCanaryContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  Map<String, String> leakyTriggers() {
    return Map.of(
        "visit",
        "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW CALL '"
            + LeakyTrigger.class.getName()
            + "'");
  }
}
