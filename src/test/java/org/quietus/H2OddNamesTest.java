package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2OddNamesTest extends OddNamesContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
