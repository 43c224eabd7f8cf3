package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2ClockChangesTest extends ClockChangesContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }
}
