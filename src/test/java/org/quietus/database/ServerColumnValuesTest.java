package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer({"mariadb", "mysql"})
class ServerColumnValuesTest extends ColumnValuesContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  Map<String, List<?>> values() {
    return Map.ofEntries(
        Map.entry("BIGINT", INTEGERS),
        Map.entry("BIGINT UNSIGNED", List.of(0L, Long.MAX_VALUE, UNSIGNED_MAX)),
        Map.entry("TINYINT(1)", List.of(0L, 1L, 2L)),
        Map.entry("YEAR", List.of(1999L, 2024L)),
        Map.entry("DECIMAL(20,2)", DECIMALS),
        Map.entry("DOUBLE", DOUBLES),
        Map.entry("BIT(1)", List.of(true, false)),
        Map.entry("VARCHAR(100)", LETTERS),
        Map.entry("LONGTEXT", LETTERS),
        Map.entry("ENUM('a', 'it''s')", List.of("a", "it's")),
        Map.entry("VARBINARY(10)", BYTES),
        Map.entry("LONGBLOB", BYTES),
        Map.entry("DATE", DATES),
        Map.entry("TIME(6)", TIMES),
        Map.entry("DATETIME(6)", MOMENTS),
        Map.entry("TIMESTAMP(6) NULL", INSTANTS));
  }

  @Override
  String withoutZone() {
    return "DATETIME(6)";
  }

  @Override
  String withZone() {
    return "TIMESTAMP(6) NULL";
  }

  @Test
  void takesAZeroDateForNoDate() throws SQLException {
    for (Column.Type type :
        List.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP)) {
      database.execute(
          "CREATE TABLE t (id INT PRIMARY KEY, v " + type + " NULL)",
          "INSERT INTO t VALUES (1, 0), (2, '1970-01-02'), (3, NULL), (4, '2024-01-02')");
      assertThat(earlier(type, "2024-01-01T00:00:00Z")).as(type.name()).containsExactly("2");
      assertThat(undated(type)).as(type.name()).containsExactly("1", "3");
      database.execute("DROP TABLE t");
    }
  }

  @Test
  void takesADateWithoutAMonthOrDayForNoDate() throws SQLException {
    for (Column.Type type : List.of(Column.Type.DATE, Column.Type.DATETIME)) {
      database.execute(
          "CREATE TABLE t (id INT PRIMARY KEY, v " + type + " NULL)",
          "INSERT INTO t VALUES (1, '2020-00-15'), (2, '2020-05-00'), (3, '2020-05-15')");
      assertThat(earlier(type, "2024-01-01T00:00:00Z")).as(type.name()).containsExactly("3");
      assertThat(undated(type)).as(type.name()).containsExactly("1", "2");
      database.execute("DROP TABLE t");
    }
  }

  @Test
  void readsADateOrTimeThatIsNoneAsItsTextByWhichItIsFound() throws SQLException {
    Map<String, List<String>> texts =
        Map.of(
            "TIME", List.of("838:59:59", "-838:59:59", "-00:00:01"),
            "DATE", List.of("0000-00-00", "2020-00-15", "2020-05-00"),
            "DATETIME", List.of("0000-00-00 00:00:00", "2020-00-15 10:00:00"),
            "TIMESTAMP NULL", List.of("0000-00-00 00:00:00"));
    for (Map.Entry<String, List<String>> entry : texts.entrySet()) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY, v " + entry.getKey() + ")");
      Column column =
          CatalogReader.read(database.connection(), "db").tables().get("t").columns().get("v");
      int id = 0;
      for (String text : entry.getValue()) {
        insert(id, text);
        assertThat(stored(id, column)).as(entry.getKey()).isEqualTo(text);
        assertThat(foundBy(text)).as("%s = %s", entry.getKey(), text).contains(id);
        id++;
      }
      database.execute("DROP TABLE t");
    }
  }
}
