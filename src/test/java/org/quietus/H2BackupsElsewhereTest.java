package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2BackupsElsewhereTest extends BackupsElsewhereContract {
  @TempDir static Path files;

  @Override
  ShopEngine home() {
    return ShopEngine.h2(files);
  }

  @Override
  ShopEngine other() {
    return ShopEngine.h2(files);
  }
}
