package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long") // every build tries it on MariaDB
class H2SharedNumberTest extends SharedNumberContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }
}
