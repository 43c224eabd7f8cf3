package org.quietus.database;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2ColumnValuesTest extends ColumnValuesContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }

  @Override
  Map<String, List<?>> values() {
    return Map.ofEntries(
        Map.entry("BIGINT", INTEGERS),
        Map.entry("DECIMAL(20,2)", DECIMALS),
        Map.entry("DOUBLE PRECISION", DOUBLES),
        Map.entry("BOOLEAN", List.of(true, false)),
        Map.entry("VARCHAR(100)", LETTERS),
        Map.entry("CHARACTER LARGE OBJECT", LETTERS),
        Map.entry("ENUM('a', 'it''s')", List.of("a", "it's")),
        Map.entry("UUID", List.of("123e4567-e89b-12d3-a456-426614174000")),
        Map.entry("VARBINARY(10)", BYTES),
        Map.entry("DATE", DATES),
        Map.entry("TIME(6)", TIMES),
        Map.entry("TIMESTAMP(6)", MOMENTS),
        Map.entry("TIMESTAMP(6) WITH TIME ZONE", INSTANTS));
  }

  @Override
  String withoutZone() {
    return "TIMESTAMP(6)";
  }

  @Override
  String withZone() {
    return "TIMESTAMP(6) WITH TIME ZONE";
  }
}
