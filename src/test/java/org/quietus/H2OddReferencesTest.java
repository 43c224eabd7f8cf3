package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2OddReferencesTest extends OddReferencesContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String unreadType() {
    return "TIME WITH TIME ZONE";
  }
}
