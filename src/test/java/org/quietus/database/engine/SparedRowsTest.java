package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.RowValues;
import org.quietus.database.CatalogReader;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.TableName;
import org.quietus.target.LeftRow;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Rows that could not be changed are met again in a table of more than one page. */
class SparedRowsTest {
  private static final byte[] BLINDING = new byte[32];

  private SingleConnectionDataSource dataSource;
  private JdbcTemplate jdbc;
  private Dialect dialect;
  private RowReader reader;
  private Member member;

  @BeforeEach
  void makeTable() throws Exception {
    dataSource =
        new SingleConnectionDataSource(
            "jdbc:h2:mem:spared;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE", true);
    jdbc = new JdbcTemplate(dataSource);
    jdbc.execute("CREATE TABLE visit (id BIGINT PRIMARY KEY)");
    try (Connection connection = dataSource.getConnection()) {
      dialect = Dialects.of(connection);
      reader = new RowReader(jdbc, dialect);
      member =
          new Member(
              new TableName("d", "visit"),
              CatalogReader.read(connection, "d").table("visit").orElseThrow(),
              List.of(),
              MemberRole.ROOT,
              new Action.Delete(),
              List.of(),
              List.of(),
              Optional.empty(),
              List.of());
    }
  }

  @AfterEach
  void close() {
    dataSource.destroy();
  }

  private void rows(int count) {
    jdbc.execute("DELETE FROM visit");
    jdbc.execute("INSERT INTO visit SELECT x FROM SYSTEM_RANGE(1, " + count + ")");
  }

  private List<LeftRow> refused(long... ids) {
    List<RowValues> keys = LongStream.of(ids).mapToObj(id -> new RowValues(List.of(id))).toList();
    return new RowTokens(BLINDING)
        .of(member, keys).stream()
            .map(token -> new LeftRow(LeftRow.Kind.REFUSED, member.table(), "column 'v'", token))
            .toList();
  }

  @ParameterizedTest
  @CsvSource({"4999, 2", "5000, 3", "5001, 4", "10000, 5"})
  void eachIsMetOnceOnWhateverPageAndTheOthersAreGone(int count, int there) {
    rows(count);
    List<LeftRow> refused = refused(1, 4_999, 5_000, 5_001, 10_000, 10_001);
    SparedRows spared = new SparedRows(BLINDING, refused);
    assertThat(spared.gone(refused)).isEqualTo(refused);

    assertThat(spared.among(member, SqlFragment.TRUE, reader, dialect)).isEqualTo(there);
    assertThat(spared.gone(refused)).isEqualTo(refused.subList(there, refused.size()));
  }

  @Test
  void onlyRowsThatMeetTheConditionAreMet() {
    rows(3);
    List<LeftRow> refused = refused(1, 2);
    SparedRows spared = new SparedRows(BLINDING, refused);

    assertThat(spared.among(member, SqlFragment.of("id > ?", 1), reader, dialect)).isEqualTo(1);
    assertThat(spared.gone(refused)).containsExactly(refused.get(0));
    assertThat(SparedRows.none().among(member, SqlFragment.TRUE, reader, dialect)).isZero();
  }
}
