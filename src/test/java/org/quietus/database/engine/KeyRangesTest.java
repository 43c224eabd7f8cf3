package org.quietus.database.engine;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
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
import org.quietus.target.AccessPath;
import org.quietus.target.KeyRange;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class KeyRangesTest {

  private interface Look<T> {
    T at(KeyRanges ranges, Step step, Selection.Due due);
  }

  private static JdbcTemplate jdbc = new JdbcTemplate();
  private static Dialect dialect;

  /** A table of 25,000 rows, of which 500 are due, whatever its catalog takes it for. */
  private static <T> T look(String key, long estimatedRows, boolean index, Look<T> look)
      throws Exception {
    return look(key, estimatedRows, index, "2020-01-03", look);
  }

  /** The same of which all are due by a later cutoff. */
  private static <T> T look(
      String key, long estimatedRows, boolean index, String cutoff, Look<T> look) throws Exception {
    SingleConnectionDataSource source =
        new SingleConnectionDataSource(
            "jdbc:h2:mem:ranges;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE", true);
    try (Connection connection = source.getConnection()) {
      jdbc = new JdbcTemplate(source);
      jdbc.execute(
          "CREATE TABLE visit (id "
              + key
              + ", tenant INT, at TIMESTAMP, PRIMARY KEY (tenant, id))");
      jdbc.execute(
          "INSERT INTO visit SELECT x, 1, CASE WHEN x > 24500 THEN TIMESTAMP '2020-01-01 00:00:00'"
              + " ELSE TIMESTAMP '2026-01-01 00:00:00' END FROM SYSTEM_RANGE(1, 25000)");
      jdbc.execute("CREATE INDEX i ON visit (at)");
      dialect = Dialects.of(connection);
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
      LocalDate day = LocalDate.parse(cutoff);
      Selection.Due due =
          new Selection.Due(
              Optional.empty(),
              "at",
              Column.Type.DATETIME,
              new Cutoff(day, day.atStartOfDay(UTC).toInstant(), UTC),
              index ? Optional.of(new Table.Index("i", List.of("at"), false)) : Optional.empty());
      return look.at(
          new KeyRanges(
              new RowReader(jdbc, dialect),
              dialect,
              new Predicates(dialect, UTC, Holds.NONE, true)),
          new Step(1, "visits", due, root, List.of(), List.of(), Map.of()),
          due);
    } finally {
      source.destroy();
    }
  }

  @Test
  void theIndexOfTheDateIsWalkedAlongWhereTheTableIsSmallOrLittleIsDue() throws Exception {
    assertThat(look("BIGINT", 1_000, true, KeyRangesTest::whole)).isEqualTo(KeyRange.BY_INDEX);
    assertThat(look("BIGINT", 1_000, false, KeyRangesTest::whole)).isEqualTo(KeyRange.ALL);
    assertThat(look("BIGINT", 1_000_000, true, KeyRangesTest::whole)).isEqualTo(KeyRange.BY_INDEX);
    assertThat(look("BIGINT", 100_000, true, KeyRangesTest::whole)).isEqualTo(KeyRange.BY_INDEX);
    assertThat(look("BIGINT", 1_000_000, false, KeyRangesTest::whole)).isEqualTo(KeyRange.ALL);
  }

  @Test
  void tellsTheWayItTakesAndWhy() throws Exception {
    AccessPath all = look("BIGINT", 1_000_000, false, KeyRanges::path);
    assertThat(all.byIndex()).isFalse();
    assertThat(all.columns()).containsExactly("tenant", "id");
    assertThat(all.ranges()).isEqualTo(40);
    assertThat(all.rowsPerRange()).isEqualTo(25_000);
    assertThat(all.why()).isEqualTo("no usable index begins with 'at'");

    AccessPath few = look("BIGINT", 1_000_000, true, KeyRanges::path);
    assertThat(few.byIndex()).isTrue();
    assertThat(few.index()).isEqualTo("i");
    assertThat(few.columns()).containsExactly("at", "tenant", "id");
    assertThat(few.ranges()).isOne();
    assertThat(few.rowsPerRange()).isEqualTo(1_000);
    assertThat(few.why()).isEqualTo("500 rows are due, of about 1,000,000");

    assertThat(look("BIGINT", 50_000, true, KeyRanges::path).why())
        .isEqualTo("the table has few rows");
    assertThat(look("REAL", 1_000_000, false, KeyRanges::path))
        .isEqualTo(
            new AccessPath(
                false,
                all.index(),
                List.of("tenant", "id"),
                1,
                1_000_000,
                "no usable index begins with 'at'; one range, for 'id' cannot bound it"));
  }

  @Test
  void walksAlongTheKeyWhereMuchIsDueWhateverIndexThereIs() throws Exception {
    AccessPath much = look("BIGINT", 100_000, true, "2026-01-02", KeyRanges::path);
    assertThat(much.byIndex()).isFalse();
    assertThat(much.why()).isEqualTo("more than 5,000 rows are due, of about 100,000");
    assertThat(look("BIGINT", 100_000, true, "2026-01-02", KeyRangesTest::whole))
        .isEqualTo(KeyRange.ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIGINT", "VARCHAR(9)", "DECIMAL(9, 2)"})
  void rangesHoldTheSameNumberOfRowsWhateverTheirKeysAre(String key) throws Exception {
    List<Long> rows = new ArrayList<>(look(key, 100_000, false, KeyRangesTest::rows));
    assertThat(rows.remove(rows.size() - 1)).as("behind the last row").isZero();
    assertThat(rows).containsOnly(2_500L).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 25_000})
  void rangesOfATableWhoseSizeIsNotKnownGrowAFortiethEach(long estimate) throws Exception {
    List<Long> rows = look("BIGINT", estimate, false, KeyRangesTest::rows);
    assertThat(rows).startsWith(1_000L, 1_025L, 1_050L, 1_076L).hasSize(20);
    assertThat(rows.stream().mapToLong(n -> n).sum()).isEqualTo(25_000);
    assertThat(rows).allMatch(n -> n <= 25_000 / 4 / 4, "a quarter of what one of four slots has");
    assertThat(look("BIGINT", 25_000, false, KeyRanges::path).ranges()).isEqualTo(20);
  }

  @Test
  void ofALargeTableThereAreAThousandRangesAtMost() throws Exception {
    assertThat(look("BIGINT", 10_000_000_000L, false, KeyRanges::path).ranges()).isEqualTo(1_000);
    assertThat(look("BIGINT", 2_000_000, false, KeyRanges::path).rowsPerRange()).isEqualTo(50_000);
  }

  @Test
  void whatIsDueByIndexIsLeftWholeIfOneSlotCanTakeIt() throws Exception {
    Optional<RowValues> cut =
        look(
            "BIGINT",
            25_000,
            true,
            (ranges, step, due) -> ranges.cut(step, due, KeyRange.BY_INDEX, 0));
    assertThat(cut).isEmpty();
  }

  private static KeyRange whole(KeyRanges ranges, Step step, Selection.Due due) {
    return ranges.path(step, due).whole();
  }

  /** How many rows each range has that is cut off in turn. */
  private static List<Long> rows(KeyRanges ranges, Step step, Selection.Due due) {
    List<Long> rows = new ArrayList<>();
    KeyRange rest = KeyRange.ALL;
    for (Optional<RowValues> cut = ranges.cut(step, due, rest, rows.size());
        cut.isPresent();
        cut = ranges.cut(step, due, rest, rows.size())) {
      rows.add(count(step, due, rest.upto(cut.get())));
      rest = rest.above(cut.get());
    }
    rows.add(count(step, due, rest));
    return rows;
  }

  private static long count(Step step, Selection.Due due, KeyRange range) {
    return new RowReader(jdbc, dialect)
        .count(
            step.root().catalogTable(),
            Walk.of(step, due, range).rest(range, Optional.empty(), dialect));
  }
}
