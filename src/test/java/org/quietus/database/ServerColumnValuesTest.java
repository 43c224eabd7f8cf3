package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
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
  void doesNotQuoteAValueThatCannotBeRead() throws SQLException {
    database.execute("CREATE TABLE t (v TIME)", "INSERT INTO t VALUES ('700:11:22')");
    Column column = DoneSqlContract.column(Column.Type.TIME, "time");
    try (var statement = database.connection().createStatement();
        var row = statement.executeQuery("SELECT v FROM t")) {
      row.next();
      assertThatThrownBy(() -> ColumnValues.read(row, 1, column))
          .isInstanceOf(SQLException.class)
          .hasMessage("column v holds a value that is no TIME")
          .hasNoCause();
    }
  }
}
