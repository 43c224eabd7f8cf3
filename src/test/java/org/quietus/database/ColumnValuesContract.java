package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.testing.DatabaseServer;

/** Values come back as they went in, in a JVM whose zone has summer time. */
abstract class ColumnValuesContract {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final TimeZone original = TimeZone.getDefault();
  Database database;

  abstract DatabaseServer server();

  /** Column definitions to the values that they have to keep. */
  abstract Map<String, List<?>> values();

  @BeforeEach
  void open() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(BERLIN));
    database = Database.fresh(server(), getClass());
  }

  @AfterEach
  void close() throws SQLException {
    TimeZone.setDefault(original);
    database.close();
  }

  /** 02:30 of those two days did not exist, and existed twice. */
  static final List<LocalDateTime> MOMENTS =
      List.of(
          LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
          LocalDateTime.of(1900, 1, 1, 0, 0),
          LocalDateTime.of(2024, 3, 31, 2, 30),
          LocalDateTime.of(2024, 10, 27, 2, 30, 0, 1_000),
          LocalDateTime.of(9999, 12, 31, 23, 59, 59));

  static final List<LocalDateTime> INSTANTS =
      List.of(
          LocalDateTime.of(1970, 1, 1, 0, 0, 1),
          LocalDateTime.of(2024, 3, 31, 1, 30),
          LocalDateTime.of(2024, 3, 31, 2, 30),
          LocalDateTime.of(2024, 10, 27, 0, 30, 0, 123_456_000),
          LocalDateTime.of(2024, 10, 27, 1, 30),
          LocalDateTime.of(2038, 1, 19, 3, 14, 7));

  static final List<?> DATES =
      List.of(LocalDate.of(1899, 12, 31), LocalDate.of(2024, 2, 29), LocalDate.of(1969, 7, 21));

  static final List<?> TIMES = List.of(LocalTime.of(0, 0), LocalTime.of(23, 59, 59, 999_999_000));

  static final List<?> INTEGERS = List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE);

  static final List<?> DECIMALS =
      List.of(new BigDecimal("-12345678901234567.89"), new BigDecimal("0.10"));

  static final List<?> DOUBLES = List.of(0.1, -1e300, Double.MIN_NORMAL);

  static final List<?> LETTERS =
      List.of("", "it's", "back\\slash", "Grüße 表 😀", "line\nfeed", "%?");

  static final List<?> BYTES = List.of(new byte[] {0, 39, 92, -1}, new byte[0]);

  static final BigInteger UNSIGNED_MAX = new BigInteger("18446744073709551615");

  @Test
  void givesBackWhatWasStored() throws SQLException {
    for (Map.Entry<String, List<?>> entry : values().entrySet()) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY, v " + entry.getKey() + ")");
      Column column =
          CatalogReader.read(database.connection(), "db").tables().get("t").columns().get("v");
      int id = 0;
      for (Object value : entry.getValue()) {
        insert(id, value);
        assertThat(stored(id, column)).as(entry.getKey()).isEqualTo(value);
        assertThat(foundBy(value)).as("%s = %s", entry.getKey(), value).contains(id);
        id++;
      }
      insert(id, null);
      assertThat(stored(id, column)).as(entry.getKey()).isNull();
      database.execute("DROP TABLE t");
    }
  }

  void insert(int id, @Nullable Object value) throws SQLException {
    try (PreparedStatement insert =
        database.connection().prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      insert.setInt(1, id);
      ColumnValues.bind(insert, 2, value);
      insert.executeUpdate();
    }
  }

  @Nullable Object stored(int id, Column column) throws SQLException {
    try (PreparedStatement select =
        database.connection().prepareStatement("SELECT v FROM t WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return ColumnValues.read(row, 1, column);
      }
    }
  }

  List<Integer> foundBy(Object value) throws SQLException {
    return database.texts(SqlFragment.of("SELECT id FROM t WHERE v = ?", value)).stream()
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void comparesADateWithTheDayThatTheCutoffFallsOn() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v DATE)",
        "INSERT INTO t VALUES (1, '2023-12-31'), (2, '2024-01-01'), (3, NULL)");
    assertThat(earlier(Column.Type.DATE, "2023-12-31T23:00:00Z")).containsExactly("1");
    assertThat(undated(Column.Type.DATE)).containsExactly("3");
  }

  @Test
  void comparesAMomentWithoutZoneWithTheCutoffsLocalTime() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v " + withoutZone() + ")",
        "INSERT INTO t VALUES (1, '2023-12-31 23:59:59.999999'), (2, '2024-01-01 00:00:00'), (3,"
            + " NULL)");
    assertThat(earlier(Column.Type.DATETIME, "2023-12-31T23:00:00Z")).containsExactly("1");
    assertThat(undated(Column.Type.DATETIME)).containsExactly("3");
  }

  @Test
  void comparesAnInstantWithTheCutoffItself() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v " + withZone() + ")",
        "INSERT INTO t VALUES (1, '2023-12-31 22:59:59.999999'), (2, '2023-12-31 23:00:00'), (3,"
            + " NULL)");
    assertThat(earlier(Column.Type.TIMESTAMP, "2023-12-31T23:00:00Z")).containsExactly("1");
    assertThat(undated(Column.Type.TIMESTAMP)).containsExactly("3");
  }

  abstract String withoutZone();

  abstract String withZone();

  List<String> earlier(Column.Type type, String cutoff) throws SQLException {
    Column column = DoneSqlContract.column(type, "");
    Object bound = ColumnValues.cutoff(column, Instant.parse(cutoff), BERLIN);
    return ids(database.dialect().earlier(column, bound));
  }

  List<String> undated(Column.Type type) throws SQLException {
    return ids(database.dialect().undated(DoneSqlContract.column(type, "")));
  }

  private List<String> ids(SqlFragment condition) throws SQLException {
    return database.texts(
        new SqlFragment(
            "SELECT id FROM t WHERE " + condition.sql() + " ORDER BY id", condition.binds()));
  }
}
