package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.anonymise.DateUnit;
import org.quietus.anonymise.Done;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Column;
import org.quietus.testing.DatabaseServer;

/** A done predicate says the same in SQL as in Java. */
abstract class DoneSqlContract {

  private static final List<String> TEXTS =
      List.of(
          "",
          "gone",
          "Gone",
          "gone ",
          "góne",
          "gone\n",
          "gone\\",
          "g'one",
          "*",
          "********",
          "*********",
          "** **",
          "＊",
          "x-0a",
          "X-0a",
          "x-0A",
          "x-0a\n",
          "x-0az",
          "10.1.0.0",
          "10x1x0x0",
          "😀");

  Database database;

  abstract DatabaseServer server();

  @BeforeEach
  void open() throws SQLException {
    database = Database.fresh(server(), getClass());
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  List<Done> textPredicates() {
    return List.of(
        new Done.IsNull(),
        new Done.EqualsExactly("gone"),
        new Done.EqualsExactly("gone\\"),
        new Done.EqualsExactly("g'one"),
        new Done.EqualsExactly(""),
        new Done.EqualsExactly("😀"),
        new Done.AllStars(8),
        new Done.Matches("^x-[0-9a-f]+$"),
        new Done.Matches("^[0-9]+\\.[0-9]+\\.0\\.0$"));
  }

  @Test
  void saysOfTextsWhatJavaSays() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(40)" + caseIgnoring() + ")");
    Column column = column(Column.Type.TEXT, "varchar(40)");
    agree(column, textPredicates(), withNull(TEXTS));
  }

  @Test
  void overlooksWhatFillsUpATextOfFixedLength() throws SQLException {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v CHAR(10))",
        "INSERT INTO t VALUES (1, 'gone'), (2, '****'), (3, '10.1.0.0'), (4, 'else')");
    Column column =
        CatalogReader.read(database.connection(), "db").tables().get("t").columns().get("v");
    assertThat(ids(column, new Done.EqualsExactly("gone")))
        .as(column.typeName())
        .containsExactly("1");
    assertThat(ids(column, new Done.AllStars(8))).containsExactly("2");
    assertThat(ids(column, new Done.Matches("^[0-9]+\\.[0-9]+\\.0\\.0$"))).containsExactly("3");
  }

  private List<String> ids(Column column, Done done) throws SQLException {
    SqlFragment condition = database.dialect().done(column, done);
    return database.texts(
        new SqlFragment("SELECT id FROM t WHERE " + condition.sql(), condition.binds()));
  }

  /** A collation to which letters of either case, with or without accents, are equal. */
  abstract String caseIgnoring();

  @ParameterizedTest
  @EnumSource(DateUnit.class)
  void saysOfDatesWhatJavaSays(DateUnit unit) throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v DATE)");
    agree(
        column(Column.Type.DATE, "date"),
        List.of(new Done.TruncatedTo(unit), new Done.EqualsExactly(LocalDate.of(2020, 1, 1))),
        withNull(
            List.of(
                LocalDate.of(2020, 1, 1),
                LocalDate.of(2024, 1, 1),
                LocalDate.of(2024, 2, 1),
                LocalDate.of(2024, 1, 2),
                LocalDate.of(1960, 1, 1))));
  }

  @ParameterizedTest
  @EnumSource(DateUnit.class)
  void saysOfMomentsWhatJavaSays(DateUnit unit) throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v " + moment() + ")");
    agree(
        column(Column.Type.DATETIME, "datetime(6)"),
        List.of(
            new Done.TruncatedTo(unit), new Done.EqualsExactly(LocalDateTime.of(2020, 1, 1, 0, 0))),
        withNull(
            List.of(
                LocalDateTime.of(2020, 1, 1, 0, 0),
                LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1000),
                LocalDateTime.of(2020, 1, 1, 0, 0, 1),
                LocalDateTime.of(2020, 1, 1, 1, 0),
                LocalDateTime.of(2024, 1, 1, 0, 0),
                LocalDateTime.of(2024, 2, 1, 0, 0),
                LocalDateTime.of(2024, 1, 2, 0, 0),
                LocalDateTime.of(1960, 1, 1, 0, 0))));
  }

  abstract String moment();

  @ParameterizedTest
  @EnumSource(DateUnit.class)
  void takesTheFirstMomentOfATimestampForTheBeginningOfItsUnit(DateUnit unit) throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v " + instant() + ")");
    LocalDateTime first = LocalDateTime.of(1970, 1, 1, 0, 0, 1);
    Truncate truncate = new Truncate(unit, Optional.of(first));
    LocalDateTime january = LocalDateTime.of(1970, 1, 20, 8, 30);
    LocalDateTime begins = unit == DateUnit.DAY ? LocalDateTime.of(1970, 1, 1, 8, 30) : january;
    assertThat(truncate.apply(begins, new SplittableRandom(1))).isEqualTo(first);
    agree(
        column(Column.Type.TIMESTAMP, instant()),
        List.of(truncate.done().orElseThrow()),
        withNull(
            List.of(first, first.plusSeconds(1), january, LocalDateTime.of(1971, 1, 1, 0, 0))));
  }

  abstract String instant();

  @Test
  void saysOfNumbersWhatJavaSays() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v DECIMAL(10,2))");
    agree(
        column(Column.Type.DECIMAL, "decimal(10,2)"),
        List.of(new Done.EqualsExactly(0L), new Done.EqualsExactly(new BigDecimal("1.5"))),
        withNull(List.of(new BigDecimal("0.00"), new BigDecimal("1.50"), new BigDecimal("1.51"))));
  }

  @Test
  void saysOfMultiplesWhatJavaSays() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v DECIMAL(10,2))");
    agree(
        column(Column.Type.DECIMAL, "decimal(10,2)"),
        List.of(new Done.MultipleOf(new BigDecimal("0.05")), new Done.MultipleOf(BigDecimal.TEN)),
        withNull(
            List.of(
                new BigDecimal("0.00"),
                new BigDecimal("-0.30"),
                new BigDecimal("-0.31"),
                new BigDecimal("20.00"))));
  }

  @Test
  void saysOfFloatingPointMultiplesWhatJavaSays() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v DOUBLE PRECISION)");
    agree(
        column(Column.Type.FLOAT, "double"),
        List.of(
            new Done.MultipleOf(new BigDecimal("0.1")), new Done.MultipleOf(new BigDecimal("7"))),
        withNull(List.of(0.0, 0.3, 0.1 + 0.2, -0.7, 3.5, 21.0, -52.520008, 1e300, 1e17)));
  }

  @Test
  void refusesToTruncateWhatIsNoDate() {
    assertThatThrownBy(
            () ->
                database
                    .dialect()
                    .done(column(Column.Type.TEXT, "text"), new Done.TruncatedTo(DateUnit.YEAR)))
        .hasMessage("column v is neither a date nor a moment");
  }

  private static List<@Nullable Object> withNull(List<?> values) {
    List<@Nullable Object> all = new ArrayList<>(values);
    all.add(null);
    return all;
  }

  void agree(Column column, List<Done> predicates, List<@Nullable Object> values)
      throws SQLException {
    try (PreparedStatement insert =
        database.connection().prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int id = 0; id < values.size(); id++) {
        insert.setInt(1, id);
        ColumnValues.bind(insert, 2, values.get(id));
        insert.executeUpdate();
      }
    }
    for (Done done : predicates) {
      SqlFragment condition = database.dialect().done(column, done);
      try (PreparedStatement select =
          database
              .connection()
              .prepareStatement(
                  "SELECT v, CASE WHEN " + condition.sql() + " THEN 1 ELSE 0 END FROM t")) {
        condition.bind(select, 1);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            Object value = ColumnValues.read(rows, 1, column);
            assertThat(rows.getBoolean(2)).as("%s of %s", done, value).isEqualTo(done.test(value));
          }
        }
      }
    }
  }

  static Column column(Column.Type type, String typeName) {
    return new Column("v", type, typeName, 40, true, false, false, false, List.of());
  }
}
