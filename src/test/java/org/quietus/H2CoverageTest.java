package org.quietus;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class H2CoverageTest extends CoverageContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String commenting(String table, String column, String type, String comment) {
    return "COMMENT ON COLUMN %s.%s IS '%s'".formatted(table, column, comment);
  }

  @Override
  String commenting(String table, String comment) {
    return "COMMENT ON TABLE %s IS '%s'".formatted(table, comment);
  }

  @Override
  List<String> uncheckedKey(String table, String column, String referenced) {
    return List.of(
        "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (id) NOCHECK"
            .formatted(table, column, referenced));
  }
}
