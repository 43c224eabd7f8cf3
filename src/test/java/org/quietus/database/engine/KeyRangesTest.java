package org.quietus.database.engine;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.CatalogReader;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.hold.Holds;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Cutoff;
import org.quietus.policy.TableName;
import org.quietus.target.KeyRange;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class KeyRangesTest {

  @ParameterizedTest
  @CsvSource({
    // lowest key, highest key, wanted, ranges
    "1, 100, 4, 5",
    "0, 100, 4, 4",
    "-100, 100, 2, 2",
    "7, 7, 1000, 1",
    "1, 3, 1000, 2",
    "0, 18446744073709551615, 1000, 1001",
  })
  void theyFollowOnEachOtherAndAreOpenAtBothEnds(
      BigInteger lowest, BigInteger highest, long wanted, int count) {
    List<KeyRange> ranges = KeyRanges.cut(lowest, highest, wanted);

    assertThat(ranges).hasSize(count);
    Optional<BigInteger> above = Optional.empty();
    for (KeyRange range : ranges) {
      assertThat(range.above()).isEqualTo(above);
      above = range.upto();
    }
    assertThat(above).isEmpty();
  }

  @Test
  void eachIsAsWideAsTheNext() {
    assertThat(KeyRanges.cut(BigInteger.ZERO, BigInteger.valueOf(100), 4))
        .extracting(range -> range.upto().map(BigInteger::intValue).orElse(-1))
        .containsExactly(25, 50, 75, -1);
  }

  /** A table of 200 rows, of which the first is due, that its catalog takes for larger. */
  private static int ranges(String key, long estimatedRows, boolean index) throws Exception {
    SingleConnectionDataSource source =
        new SingleConnectionDataSource(
            "jdbc:h2:mem:ranges;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE", true);
    try (Connection connection = source.getConnection()) {
      JdbcTemplate jdbc = new JdbcTemplate(source);
      jdbc.execute("CREATE TABLE visit (id " + key + " PRIMARY KEY, at TIMESTAMP)");
      jdbc.execute(
          "INSERT INTO visit SELECT x, DATEADD('DAY', x, TIMESTAMP '2020-01-01 00:00:00')"
              + " FROM SYSTEM_RANGE(1, 200)");
      Dialect dialect = Dialects.of(connection);
      Table read = CatalogReader.read(connection, "d").table("visit").orElseThrow();
      Table table =
          new Table(
              read.name(),
              read.columns(),
              read.primaryKey(),
              read.indexes(),
              read.foreignKeys(),
              read.checks(),
              estimatedRows,
              true,
              read.triggers(),
              read.uniques());
      Member root =
          new Member(
              new TableName("d", "visit"),
              table,
              List.of(),
              MemberRole.ROOT,
              new Action.Delete(),
              List.of(),
              List.of(),
              Optional.empty(),
              List.of());
      LocalDate day = LocalDate.parse("2020-01-03");
      Selection.Due due =
          new Selection.Due(
              Optional.empty(),
              "at",
              Column.Type.DATETIME,
              new Cutoff(day, day.atStartOfDay(UTC).toInstant(), UTC),
              index ? Optional.of(new Table.Index("i", List.of("at"), false)) : Optional.empty());
      return new KeyRanges(
              new RowReader(jdbc, dialect), dialect, new Predicates(dialect, UTC, Holds.NONE, true))
          .of(new Step(1, "visits", due, root, List.of(), List.of(), Map.of()), due)
          .size();
    } finally {
      source.destroy();
    }
  }

  @Test
  void largeTablesAreCutByTheirIntegerKeyUnlessFewRowsAreDue() throws Exception {
    assertThat(ranges("BIGINT", 99_999, false)).isEqualTo(1);
    assertThat(ranges("BIGINT", 100_000, false)).isEqualTo(3);
    assertThat(ranges("VARCHAR(9)", 100_000, false)).isEqualTo(1);
    assertThat(ranges("BIGINT", 100_000, true)).isEqualTo(1);
  }
}
