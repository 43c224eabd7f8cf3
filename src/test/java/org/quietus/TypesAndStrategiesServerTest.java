package org.quietus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others have a class of their own for their types")
class TypesAndStrategiesServerTest extends TypesAndStrategiesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  Map<String, List<String>> types() {
    Map<String, List<String>> types = new LinkedHashMap<>();
    types.put("TINYINT", List.of("-128", "127", "5"));
    types.put("TINYINT(1)", List.of("0", "1", "127"));
    types.put("TINYINT UNSIGNED", List.of("0", "255"));
    types.put("SMALLINT", List.of("-32768", "32767"));
    types.put("MEDIUMINT UNSIGNED", List.of("0", "16777215"));
    types.put("INT", List.of("-2147483648", "2147483647", "0"));
    types.put("INT UNSIGNED", List.of("0", "4294967295"));
    types.put("BIGINT", List.of("-9223372036854775808", "9223372036854775807"));
    types.put("BIGINT UNSIGNED", List.of("0", "18446744073709551615"));
    types.put("DECIMAL(20,2)", List.of("-999999999999999999.99", "0.01"));
    types.put("DECIMAL(65,30)", List.of("-0.000000000000000000000000000001", "9e34"));
    types.put("DECIMAL(5,0) UNSIGNED", List.of("0", "99999"));
    types.put("FLOAT", List.of("0.1", "-1e30"));
    types.put("DOUBLE", List.of("0.1", "-1e300"));
    types.put("BIT(1)", List.of("b'0'", "b'1'"));
    types.put("BIT(8)", List.of("b'10000001'"));
    types.put("CHAR(10)", TEXTS);
    types.put("VARCHAR(100)", TEXTS);
    types.put("VARCHAR(100) CHARACTER SET latin1 COLLATE latin1_bin", TEXTS);
    types.put("TINYTEXT", TEXTS);
    types.put("TEXT", TEXTS);
    types.put("MEDIUMTEXT", TEXTS);
    types.put("LONGTEXT", TEXTS);
    types.put("ENUM('a', 'it''s')", List.of("'a'", "'it''s'"));
    types.put("SET('a', 'b')", List.of("'a,b'", "''"));
    types.put("BINARY(4)", List.of("X'00010203'", "X'ffffffff'"));
    types.put("VARBINARY(10)", List.of("X'00'", "X''", "X'ff275c'"));
    types.put("TINYBLOB", List.of("X'00'", "X''"));
    types.put("BLOB", List.of("X'00'", "X''"));
    types.put("LONGBLOB", List.of("X'00'", "X''"));
    types.put("DATE", DATES);
    types.put("TIME", List.of("'-838:59:59'", "'838:59:59'", "'12:00:00'"));
    types.put("TIME(6)", List.of("'-00:00:01.000001'", "'23:59:59.999999'"));
    types.put("DATETIME", MOMENTS);
    types.put("DATETIME(6)", MOMENTS);
    types.put("TIMESTAMP NULL", INSTANTS);
    types.put("TIMESTAMP(6) NULL", INSTANTS);
    types.put("YEAR", List.of("1901", "2155"));
    types.put("JSON", List.of("'{\"a\": 1}'", "'[]'"));
    types.put("DOUBLE(9,6)", List.of("52.520008", "-0.3"));
    types.put("DECIMAL(9,6)", List.of("52.520008", "-0.3"));
    types.put(
        "POINT",
        List.of(
            "ST_GeomFromText('POINT(13.404954 -52.520008)')",
            "ST_GeomFromText('POINT(0.1 0.3)')",
            "ST_GeomFromText('POINT(13.404954 52.520008)', 4326)"));
    types.put("GEOMETRY", List.of("ST_GeomFromText('POINT(1 2)')"));
    if (engine().server().product().equals("mariadb")) {
      types.put("UUID", List.of("'0e37df36-f698-11e6-8dd4-cb9ced3df976'"));
      types.put("INET6", List.of("'::1'", "'2001:db8::1'"));
    }
    return types;
  }
}
