package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long") // every build tries it on MariaDB
class H2PersonsElsewhereTest extends PersonsElsewhereContract {
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
