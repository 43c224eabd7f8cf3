package org.quietus.database;

import java.util.List;
import java.util.Map;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer("postgres")
class PostgresColumnValuesTest extends ColumnValuesContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  Map<String, List<?>> values() {
    return Map.ofEntries(
        Map.entry("BIGINT", INTEGERS),
        Map.entry("DECIMAL(20,2)", DECIMALS),
        Map.entry("DOUBLE PRECISION", DOUBLES),
        Map.entry("BOOLEAN", List.of(true, false)),
        Map.entry("VARCHAR(100)", LETTERS),
        Map.entry("TEXT", LETTERS),
        Map.entry("ENUM('a', 'it''s')", List.of("a", "it's")),
        Map.entry("BYTEA", BYTES),
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
