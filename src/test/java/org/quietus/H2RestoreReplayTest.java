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
  void backUp() throws Exception {
    engine().execute(SCHEMA, "SCRIPT TO '" + script() + "'");
  }

  @Override
  void restore() throws Exception {
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + script() + "'");
  }

  private Path script() {
    return directory.resolve("backup.sql");
  }

  @Override
  String leakyTrigger() {
    return "CREATE TRIGGER leak BEFORE DELETE ON visit FOR EACH ROW CALL '"
        + LeakyTrigger.class.getName()
        + "'";
  }
}
