package org.quietus.database.engine;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.database.CatalogReader;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.database.SqlFragment;
import org.quietus.hold.Holds;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.TableName;
import org.quietus.target.RowCounts;
import org.quietus.target.RowsChanged;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Invariant 2, count what happened: rows are counted as the database affected them, or the chunk
 * fails.
 */
class RowChangerTest {
  private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00.75Z"), UTC);
  private SingleConnectionDataSource dataSource;
  private JdbcTemplate jdbc;
  private RowChanger changer;
  private RowReader reader;
  private Catalog catalog;

  @BeforeEach
  void makeTable() throws Exception {
    dataSource =
        new SingleConnectionDataSource(
            "jdbc:h2:mem:rows;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE", true);
    jdbc = new JdbcTemplate(dataSource);
    jdbc.execute(
        "CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR(40), done_at TIMESTAMP)");
    jdbc.execute("INSERT INTO person VALUES (1, 'Ada', NULL), (2, 'Bo', NULL), (3, NULL, NULL)");
    jdbc.execute(
        "CREATE TABLE pet (id BIGINT PRIMARY KEY, owner BIGINT, name VARCHAR(40), chip VARCHAR(40),"
            + " city VARCHAR(40), touched TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, done_at TIMESTAMP)");
    jdbc.execute(
        "INSERT INTO pet VALUES (7, 1, 'Rex', 'c7', 'Bonn', '2020-01-01 00:00:00', NULL),"
            + " (8, 2, 'Tom', 'c8', NULL, '2020-01-01 00:00:00', NULL)");
    try (Connection connection = dataSource.getConnection()) {
      catalog = CatalogReader.read(connection, "d");
      Dialect dialect = Dialects.of(connection);
      reader = new RowReader(jdbc, dialect);
      Predicates predicates = new Predicates(dialect, UTC, Holds.NONE, true);
      changer = new RowChanger(jdbc, dialect, predicates, UTC, clock);
    }
  }

  @AfterEach
  void close() {
    dataSource.destroy();
  }

  @Test
  void invariant2ADeletedRowThatWasNotThereFailsTheChunk() {
    assertThatThrownBy(
            () ->
                changer.apply(
                    member(new Action.Delete()),
                    keys(1, 9),
                    inputs(2),
                    persons(),
                    SqlFragment.TRUE))
        .isInstanceOf(RowsChanged.class)
        .hasMessageContaining("2 rows were locked but 1 were affected")
        .hasMessageNotContaining("Ada");
  }

  @Test
  void invariant2ThePredicateIsRepeatedWhenActing() {
    assertThatThrownBy(
            () ->
                changer.apply(
                    member(new Action.Delete()),
                    keys(1, 2),
                    inputs(2),
                    persons(),
                    SqlFragment.of("\"name\" = ?", "Bo")))
        .isInstanceOf(RowsChanged.class);
  }

  @Test
  void deletedRowsAreCounted() {
    assertThat(
            changer.apply(
                member(new Action.Delete()), keys(1, 2), inputs(2), persons(), SqlFragment.TRUE))
        .isEqualTo(RowCounts.ofDeleted(2));
    assertThat(jdbc.queryForList("SELECT id FROM person", Long.class)).containsExactly(3L);
  }

  @Test
  void constantStrategiesKeepNullAndSetTheMark() {
    Member member = member(anonymise("fixed", "gone"));
    assertThat(changer.apply(member, keys(1, 3), inputs(2), persons(), SqlFragment.TRUE))
        .isEqualTo(RowCounts.ofAnonymised(2));
    assertThat(names()).containsExactly("gone", "Bo", null);
    assertThat(jdbc.queryForList("SELECT id FROM person WHERE done_at IS NOT NULL", Long.class))
        .containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void strategiesThatNeedTheOldValueAreAppliedRowByRow() {
    Member member = member(anonymise("redact", null));
    List<RowValues> old = List.of(new RowValues(List.of("Ada")), new RowValues(List.of("Bo")));
    assertThat(changer.apply(member, keys(1, 2), old, persons(), SqlFragment.TRUE))
        .isEqualTo(RowCounts.ofAnonymised(2));
    assertThat(names()).containsExactly("***", "**", null);
  }

  @Test
  void invariant2ARowThatIsChangedByItselfAndWasNotThereFailsTheChunk() {
    Member member = member(anonymise("redact", null));
    List<RowValues> old = List.of(new RowValues(List.of("Ada")), new RowValues(List.of("Bo")));
    for (SqlFragment condition : List.of(SqlFragment.TRUE, SqlFragment.of("\"name\" <> ?", "Bo"))) {
      List<RowValues> keys = condition == SqlFragment.TRUE ? keys(1, 9) : keys(1, 2);
      assertThatThrownBy(() -> changer.apply(member, keys, old, persons(), condition))
          .isInstanceOf(RowsChanged.class)
          .hasMessageContaining("1 rows were locked but 0 were affected");
    }
  }

  @Test
  void unlinkedRowsLoseTheirPointerAloneAndAreCounted() {
    Member member = member("pet", new Action.Unlink(List.of("owner", "city")));
    assertThat(changer.apply(member, keys(7), inputs(1), persons(), SqlFragment.TRUE))
        .isEqualTo(RowCounts.ofUnlinked(1));
    assertThat(pets())
        .containsExactly(
            "7 null Rex c7 null 2020-01-01 00:00:00.0 null",
            "8 2 Tom c8 null 2020-01-01 00:00:00.0 null");
  }

  @Test
  void eachColumnGetsItsOwnValueAndTheMarkTheMomentInWholeSeconds() {
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("chip", strategy("fixed", "gone"));
    strategies.put("name", strategy("redact", null));
    strategies.put("owner", strategy("set-null", null));
    strategies.put("city", strategy("redact", null));
    Member member =
        member(
            "pet",
            new Action.Anonymise(new TableAnonymisation(strategies, Optional.of("done_at"))));
    assertThat(RowChanger.inputs(member)).containsExactly("name", "city");

    List<RowValues> old =
        List.of(new RowValues(List.of("Rex", "Bonn")), new RowValues(Arrays.asList("Tom", null)));
    SqlFragment condition = SqlFragment.of("\"owner\" < ?", 9);

    assertThat(changer.apply(member, keys(7, 8), old, persons(), condition))
        .isEqualTo(RowCounts.ofAnonymised(2));
    assertThat(pets())
        .containsExactly(
            "7 null *** gone **** 2020-01-01 00:00:00.0 2026-03-01 12:00:00.0",
            "8 null *** gone null 2020-01-01 00:00:00.0 2026-03-01 12:00:00.0");
  }

  @Test
  void rowsThatAreToBeLeftAreNotChanged() {
    assertThatThrownBy(
            () ->
                changer.apply(
                    member(new Action.Leave()), keys(1), inputs(1), persons(), SqlFragment.TRUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> pets() {
    return jdbc.query(
        "SELECT * FROM pet ORDER BY id",
        (row, n) -> {
          List<String> values = new ArrayList<>();
          for (int at = 1; at <= 7; at++) {
            values.add(String.valueOf(at < 6 ? row.getString(at) : row.getTimestamp(at)));
          }
          return String.join(" ", values);
        });
  }

  private ChunkPersons persons() {
    return new ChunkPersons(reader);
  }

  private List<String> names() {
    return jdbc.queryForList("SELECT name FROM person ORDER BY id", String.class);
  }

  private static Action anonymise(String strategy, String argument) {
    return new Action.Anonymise(
        new TableAnonymisation(
            Map.of("name", strategy(strategy, argument)), Optional.of("done_at")));
  }

  private static Strategy strategy(String name, @Nullable String argument) {
    return ((Strategies.Choice.Accepted)
            Strategies.of(new StrategySpec(name, Optional.ofNullable(argument))))
        .strategy();
  }

  private Member member(Action action) {
    return member("person", action);
  }

  private Member member(String table, Action action) {
    return new Member(
        new TableName("d", table),
        catalog.table(table).orElseThrow(),
        List.of(),
        MemberRole.ROOT,
        action,
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static List<RowValues> keys(long... ids) {
    return java.util.Arrays.stream(ids).mapToObj(id -> new RowValues(List.of(id))).toList();
  }

  private static List<RowValues> inputs(int rows) {
    return java.util.Collections.nCopies(rows, new RowValues(List.of()));
  }
}
