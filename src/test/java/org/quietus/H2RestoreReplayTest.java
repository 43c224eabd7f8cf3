package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2RestoreReplayTest extends RestoreReplayContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String leakyTrigger() {
    return "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW CALL '"
        + LeakyTrigger.class.getName()
        + "'";
  }
}
