package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
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
    try (Connection connection = dataSource.getConnection()) {
      catalog = CatalogReader.read(connection, "d");
      Dialect dialect = Dialects.of(connection);
      reader = new RowReader(jdbc, dialect);
      Predicates predicates = new Predicates(dialect, ZoneOffset.UTC, Holds.NONE, true);
      changer = new RowChanger(jdbc, dialect, predicates, ZoneOffset.UTC, Clock.systemUTC());
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

  private ChunkPersons persons() {
    return new ChunkPersons(reader);
  }

  private List<String> names() {
    return jdbc.queryForList("SELECT name FROM person ORDER BY id", String.class);
  }

  private static Action anonymise(String strategy, String argument) {
    Strategy chosen =
        ((Strategies.Choice.Accepted)
                Strategies.of(new StrategySpec(strategy, Optional.ofNullable(argument))))
            .strategy();
    return new Action.Anonymise(
        new TableAnonymisation(Map.of("name", chosen), Optional.of("done_at")));
  }

  private Member member(Action action) {
    return new Member(
        new TableName("d", "person"),
        catalog.table("person").orElseThrow(),
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
