package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.EnabledIfServer;

/** Two products: home is H2. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "the dumps are mysqldump's")
@Tag("long") // every build tries it on H2
class BackupsElsewhereServerTest extends BackupsElsewhereContract {
  @TempDir static Path files;

  @Override
  ShopEngine home() {
    return ShopEngine.h2(files);
  }

  @Override
  ShopEngine other() {
    return ShopEngine.shared();
  }
}
