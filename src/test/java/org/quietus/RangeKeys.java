package org.quietus;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows are named by keys of one kind each, as the products spell them, with a row for
 * each number of a table of numbers. A product that has no such type has no spelling.
 */
enum RangeKeys {
  UNSIGNED(
      "id BIGINT UNSIGNED NOT NULL, PRIMARY KEY (id)",
      "18446744073709551615 - CAST(n AS DECIMAL(20)) * 9000000000000000"),
  DECIMAL(
      "id DECIMAL(30, 5) NOT NULL, PRIMARY KEY (id)",
      "CAST(n AS DECIMAL(30, 5)) * 1234567890123.12345"),
  TEXT_WITHOUT_CASE(
      "id VARCHAR(20) COLLATE utf8mb4_unicode_ci NOT NULL, PRIMARY KEY (id)",
      "CONCAT(CASE MOD(n, 3) WHEN 0 THEN 'key' WHEN 1 THEN 'KEY' ELSE 'kEy' END, n)"),
  CHAR_WITHOUT_CASE(
      "id CHAR(12) COLLATE utf8mb4_general_ci NOT NULL, PRIMARY KEY (id)",
      "CONCAT(CASE MOD(n, 3) WHEN 0 THEN 'é' WHEN 1 THEN 'É' ELSE 'e' END, n)"),
  BINARY(
      "id BINARY(16) NOT NULL, PRIMARY KEY (id)",
      "UNHEX(MD5(n))",
      "decode(md5(n::text), 'hex')",
      "CAST(HASH('MD5', CAST(n AS VARCHAR)) AS BINARY(16))"),
  UUID(
      "id UUID NOT NULL, PRIMARY KEY (id)",
      "CONCAT(SUBSTRING(MD5(n), 1, 12), '4', SUBSTRING(MD5(n), 14, 3), '8', SUBSTRING(MD5(n), 18))",
      "md5(n::text)::uuid",
      "CAST(HASH('MD5', CAST(n AS VARCHAR)) AS UUID)"),
  DATE(
      "id DATE NOT NULL, PRIMARY KEY (id)",
      "DATE_ADD('1899-12-31', INTERVAL n DAY)",
      "DATE '1899-12-31' + n::int",
      "DATEADD('DAY', n, DATE '1899-12-31')"),
  /** Some of them no clock in Berlin has shown. */
  DATETIME(
      "id DATETIME(6) NOT NULL, PRIMARY KEY (id)",
      "DATE_ADD('2020-03-29 01:00:00', INTERVAL n * 7000001 MICROSECOND)",
      "TIMESTAMP '2020-03-29 01:00:00' + n * INTERVAL '7.000001 seconds'",
      "DATEADD('MICROSECOND', n * 7000001, TIMESTAMP '2020-03-29 01:00:00')"),
  /** Some of them clocks in Berlin have shown twice. */
  TIMESTAMP(
      "id TIMESTAMP(6) NOT NULL DEFAULT '2000-01-01', PRIMARY KEY (id)",
      "DATE_ADD('2020-10-24 23:30:00', INTERVAL n * 7000001 MICROSECOND)",
      "TIMESTAMPTZ '2020-10-24 23:30:00Z' + n * INTERVAL '7.000001 seconds'",
      "DATEADD('MICROSECOND', n * 7000001, TIMESTAMP WITH TIME ZONE '2020-10-24 23:30:00Z')"),
  /** The database sorts them as they were declared; of an H2 that is not sure. */
  ENUM(
      "kind ENUM('z', 'a', 'm') NOT NULL, id INT NOT NULL, PRIMARY KEY (kind, id)",
      "CASE MOD(n, 3) WHEN 0 THEN 'z' WHEN 1 THEN 'a' ELSE 'm' END, n",
      "(enum_range(NULL::values_%s))[MOD(n, 3) + 1], n"
          .formatted(Integer.toHexString("'z', 'a', 'm'".hashCode())),
      null),
  FOUR_COLUMNS(
      "a INT NOT NULL, b CHAR(3) NOT NULL, c DATE NOT NULL, d DECIMAL(9, 2) NOT NULL,"
          + " PRIMARY KEY (a, b, c, d)",
      "MOD(n, 3), 'x', DATE '2020-01-01', CAST(n AS DECIMAL(9, 2)) / 4"),
  UNIQUE_WITHOUT_PRIMARY(
      "code VARCHAR(9) NOT NULL, part INT NOT NULL, UNIQUE (code, part)",
      "CASE MOD(n, 3) WHEN 0 THEN 'a' WHEN 1 THEN 'B' ELSE 'c' END, n");

  private final String columns;
  private final String mysql;
  private final @Nullable String postgres;
  private final @Nullable String h2;

  RangeKeys(String columns, String values) {
    this(columns, values, values, values);
  }

  RangeKeys(String columns, String mysql, @Nullable String postgres, @Nullable String h2) {
    this.columns = columns;
    this.mysql = mysql;
    this.postgres = postgres;
    this.h2 = h2;
  }

  /**
   * Makes a table {@code session} of these keys with a date {@code seen}, a row for each of the
   * numbers from 0 on; empty if the product cannot have it.
   *
   * @param seen an expression of {@code n}
   */
  Optional<List<String>> statements(ShopEngine engine, int rows, String seen) {
    String product = engine.server().product();
    if (this == UUID && product.equals("mysql")) {
      return Optional.empty();
    }
    String values = engine.isH2() ? h2 : engine.isPostgres() ? postgres : mysql;
    return values == null
        ? Optional.empty()
        : Optional.of(
            List.of(
                "CREATE TABLE session (" + columns(engine, product) + ", seen DATE)",
                "CREATE TABLE numbers (n BIGINT NOT NULL PRIMARY KEY)",
                "INSERT INTO numbers VALUES " + numbers(rows),
                "INSERT INTO session SELECT " + values + ", " + seen + " FROM numbers"));
  }

  private String columns(ShopEngine engine, String product) {
    if (engine.isH2()) {
      return columns
          .replace("BIGINT UNSIGNED", "NUMERIC(20)")
          .replaceAll("(?:VARCHAR|CHAR)(\\(\\d+\\)) COLLATE \\w+", "VARCHAR_IGNORECASE$1")
          .replace("DATETIME(6)", "TIMESTAMP(6)")
          .replace(
              "TIMESTAMP(6) NOT NULL DEFAULT '2000-01-01'", "TIMESTAMP(6) WITH TIME ZONE NOT NULL");
    }
    return engine.isPostgres()
        ? columns.replace("TIMESTAMP(6) NOT NULL DEFAULT '2000-01-01'", "TIMESTAMPTZ(6) NOT NULL")
        : columns;
  }

  private static String numbers(int rows) {
    StringBuilder numbers = new StringBuilder("(0)");
    for (int n = 1; n < rows; n++) {
      numbers.append(", (").append(n).append(')');
    }
    return numbers.toString();
  }
}
