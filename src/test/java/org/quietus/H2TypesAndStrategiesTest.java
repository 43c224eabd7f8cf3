package org.quietus;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class H2TypesAndStrategiesTest extends TypesAndStrategiesContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  Map<String, List<String>> types() {
    Map<String, List<String>> types = new LinkedHashMap<>();
    types.put("TINYINT", List.of("-128", "127", "5"));
    types.put("SMALLINT", List.of("-32768", "32767"));
    types.put("INT", List.of("-2147483648", "2147483647", "0"));
    types.put("BIGINT", List.of("-9223372036854775807", "9223372036854775807"));
    types.put("DECIMAL(20,2)", List.of("-999999999999999999.99", "0.01"));
    types.put("REAL", List.of("0.5", "-1e30"));
    types.put("DOUBLE PRECISION", List.of("0.1", "-1e300"));
    types.put("DECFLOAT(20)", List.of("0.1", "-1e300"));
    types.put("BOOLEAN", List.of("TRUE", "FALSE"));
    types.put("CHAR(10)", TEXTS);
    types.put("VARCHAR(100)", TEXTS);
    types.put("VARCHAR_IGNORECASE(100)", TEXTS);
    types.put("CLOB", TEXTS);
    types.put("ENUM('a', 'it''s')", List.of("'a'", "'it''s'"));
    types.put("BINARY(4)", List.of("X'00010203'", "X'ffffffff'"));
    types.put("VARBINARY(10)", List.of("X'00'", "X''", "X'ff275c'"));
    types.put("BLOB", List.of("X'00'", "X''"));
    types.put("DATE", DATES);
    types.put("TIME", List.of("'00:00:00'", "'23:59:59'"));
    types.put("TIME(6)", List.of("'00:00:00.000001'", "'23:59:59.999999'"));
    types.put("TIME WITH TIME ZONE", List.of("'00:00:00+01'", "'23:59:59-08'"));
    types.put("TIMESTAMP", MOMENTS);
    types.put("TIMESTAMP(6)", MOMENTS);
    types.put("TIMESTAMP WITH TIME ZONE", INSTANTS);
    types.put("UUID", List.of("'0e37df36-f698-11e6-8dd4-cb9ced3df976'"));
    types.put("JSON", List.of("JSON '{\"a\": 1}'", "JSON '[]'"));
    types.put("INTERVAL DAY", List.of("INTERVAL '3' DAY"));
    types.put("INT ARRAY", List.of("ARRAY[1, 2]"));
    types.put("GEOMETRY", List.of("'POINT (1 2)'"));
    types.put("GEOMETRY(POINT)", List.of("'POINT (13.404954 -52.520008)'", "'POINT (1e-7 0.3)'"));
    types.put(
        "GEOMETRY(POINT, 4326)",
        List.of("'SRID=4326;POINT (13.404954 -52.520008)'", "'SRID=4326;POINT (0 0.1)'"));
    return types;
  }
}
