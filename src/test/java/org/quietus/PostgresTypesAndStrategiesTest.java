package org.quietus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer("postgres")
class PostgresTypesAndStrategiesTest extends TypesAndStrategiesContract {
  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  Map<String, List<String>> types() {
    Map<String, List<String>> types = new LinkedHashMap<>();
    types.put("SMALLINT", List.of("-32768", "32767"));
    types.put("INTEGER", List.of("-2147483648", "2147483647", "0"));
    types.put("BIGINT", List.of("-9223372036854775808", "9223372036854775807"));
    types.put("NUMERIC(20,2)", List.of("-999999999999999999.99", "0.01"));
    types.put(
        "NUMERIC", List.of("-0.000000000000000000000000000001", "9e34", "'NaN'", "'-Infinity'"));
    types.put("REAL", List.of("0.5", "-1e30"));
    types.put("DOUBLE PRECISION", List.of("0.1", "-1e300", "'NaN'", "'Infinity'"));
    types.put("BOOLEAN", List.of("TRUE", "FALSE"));
    types.put("CHAR(10)", TEXTS);
    types.put("VARCHAR(100)", TEXTS);
    types.put("VARCHAR", TEXTS);
    types.put("TEXT", TEXTS);
    types.put("TEXT COLLATE \"C\"", TEXTS);
    types.put("TEXT COLLATE public.loose", TEXTS);
    types.put("VARCHAR(100) COLLATE public.loose", TEXTS);
    types.put("public.citext", TEXTS);
    types.put("public.short_text", TEXTS);
    types.put("public.letter", List.of("'a'", "'it''s'"));
    types.put("BYTEA", List.of("'\\x00'", "''", "'\\xff275c'"));
    types.put("DATE", odd(DATES));
    types.put("TIME", List.of("'00:00:00'", "'23:59:59'"));
    types.put("TIME(6)", List.of("'00:00:00.000001'", "'23:59:59.999999'"));
    types.put("TIME WITH TIME ZONE", List.of("'00:00:00+01'", "'23:59:59-08'"));
    types.put("TIMESTAMP", odd(MOMENTS));
    types.put("TIMESTAMP(3)", MOMENTS);
    types.put("TIMESTAMP WITH TIME ZONE", odd(INSTANTS));
    types.put("UUID", List.of("'0e37df36-f698-11e6-8dd4-cb9ced3df976'"));
    types.put("JSON", List.of("'{\"a\": 1}'", "'[]'"));
    types.put("JSONB", List.of("'{\"a\": 1}'", "'[]'"));
    types.put("INTERVAL", List.of("'3 days'"));
    types.put("INT[]", List.of("'{1,2}'"));
    types.put("TEXT[]", List.of("'{a,b}'"));
    types.put("BIT(3)", List.of("B'101'"));
    types.put("INET", List.of("'10.9.8.7'", "'::1'"));
    types.put("MONEY", List.of("12.34"));
    types.put(
        "POINT",
        List.of(
            "'(1,2)'",
            "'(13.404954,-52.520008)'",
            "'(1e-7,0.3)'",
            "'(-0.01,NaN)'",
            "'(1e300,Infinity)'"));
    types.put("INT4RANGE", List.of("'[1,5)'"));
    return types;
  }

  private static List<String> odd(List<String> days) {
    List<String> all = new ArrayList<>(days);
    all.addAll(List.of("'infinity'", "'-infinity'", "'0044-03-15 BC'"));
    return all;
  }

  @Override
  void prepare() throws Exception {
    engine()
        .execute(
            "",
            "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public",
            "DROP COLLATION IF EXISTS public.loose CASCADE",
            "CREATE COLLATION public.loose (PROVIDER = icu, LOCALE = 'und-u-ks-level1',"
                + " DETERMINISTIC = FALSE)",
            "DROP DOMAIN IF EXISTS public.short_text CASCADE",
            "CREATE DOMAIN public.short_text AS VARCHAR(40)",
            "DROP TYPE IF EXISTS public.letter CASCADE",
            "CREATE TYPE public.letter AS ENUM ('a', 'it''s')");
  }
}
