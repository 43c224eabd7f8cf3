package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.catalog.RowValues;
import org.quietus.control.WorkQueue.NewRange;
import org.quietus.control.WorkQueue.Turn;
import org.quietus.request.SealingKey;
import org.quietus.target.KeyRange;
import org.quietus.testing.DatabaseServer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which range of a run's queue is worked off next, and by whom. */
abstract class WorkQueueContract {
  private static final String RUN = "r";
  private static final long TOKEN = 7;

  @TempDir Path directory;
  private SingleConnectionDataSource dataSource;
  JdbcTemplate jdbc;
  private WorkQueue queue;

  abstract DatabaseServer server();

  abstract String engine();

  @BeforeEach
  void makeIt() throws SQLException {
    String schema = server().freshSchema(getClass());
    dataSource =
        new SingleConnectionDataSource(
            server().jdbcUrl(schema), server().username(), server().password(), true);
    jdbc = new JdbcTemplate(dataSource);
    jdbc.execute("DROP SCHEMA IF EXISTS quietus" + (engine().equals("mysql") ? "" : " CASCADE"));
    new ControlSchema(dataSource, jdbc, engine()).migrate();
    SealingKey.generate(directory);
    queue =
        new WorkQueue(
            jdbc, engine().equals("postgres") ? "" : " USE INDEX (work_next)", this::sealingKey);
  }

  @AfterEach
  void close() {
    dataSource.destroy();
  }

  @Test
  void theRangesOfOneStepAreDoneBeforeThoseOfTheNext() {
    queue.append(RUN, List.of(range(2), range(1), range(3), range(1)));
    assertThat(workOff()).containsExactly(2, 4, 1, 3);
  }

  @Test
  void whatIsAppendedLaterTakesItsTurn() {
    queue.append(RUN, List.of(range(1), range(3)));
    take();
    queue.append(RUN, List.of(range(2)));
    assertThat(workOff()).containsExactly(3, 2);
  }

  @Test
  void childrenGoAheadOfEveryStep() {
    request("child", "minor");
    request("other", "request");
    queue.append(RUN, List.of(range(1), of(8, "other"), of(8, "child"), of(9, "child")));
    assertThat(workOff()).containsExactly(3, 4, 1, 2);
  }

  @Test
  void childrenWhoAreAppendedLaterGoAheadOfWhatIsLeft() {
    request("child", "minor");
    queue.append(RUN, List.of(range(1), range(2)));
    take();
    queue.append(RUN, List.of(of(8, "child")));
    assertThat(workOff()).containsExactly(3, 2);
  }

  @Test
  void theNextStepWaitsForAClaimedRange() {
    queue.append(RUN, List.of(range(1), range(2)));
    WorkRange first = claim(TOKEN, 0).orElseThrow();
    assertThat(queue.current(RUN)).contains(new Turn(1, 1));
    assertThat(claim(TOKEN, 1)).isEmpty();
    done(first, TOKEN);
    assertThat(claim(TOKEN, 1)).map(WorkRange::number).contains(2);
  }

  @Test
  void aRangeIsClaimedByOneSlot() {
    queue.append(RUN, List.of(range(1), range(1)));
    assertThat(claim(TOKEN, 0)).map(WorkRange::number).contains(1);
    assertThat(claim(TOKEN, 1)).map(WorkRange::number).contains(2);
    assertThat(claim(TOKEN, 2)).isEmpty();
  }

  @Test
  void aClaimWhoseReplyWasLostIsTheSlotsOwn() {
    queue.append(RUN, List.of(range(1), range(1)));
    claim(TOKEN, 0);
    assertThat(claim(TOKEN, 0)).map(WorkRange::number).contains(1);
  }

  @Test
  void aClaimOfAnOlderTokenIsFree() {
    queue.append(RUN, List.of(range(1), range(1)));
    claim(TOKEN, 0);
    assertThat(claim(TOKEN + 1, 1)).map(WorkRange::number).contains(1);
    assertThat(claim(TOKEN + 1, 0)).map(WorkRange::number).contains(2);
  }

  @Test
  void aQueueThatIsDoneHasNoTurn() {
    queue.append(RUN, List.of(range(1)));
    queue.append("another", List.of(range(1)));
    workOff();
    assertThat(queue.current(RUN)).isEmpty();
    assertThat(queue.current("another")).contains(new Turn(1, 1));
  }

  @Test
  void whatIsCutOffARangeIsARangeOfItsOwn() {
    queue.append(RUN, List.of(range(1), range(2)));
    WorkRange first = claim(TOKEN, 0).orElseThrow();

    WorkRange shortened = queue.cut(RUN, first, key(7L));
    WorkRange rest = claim(TOKEN, 1).orElseThrow();

    assertThat(queue.read(RUN, 1).range()).isEqualTo(shortened);
    assertThat(shortened.keys()).isEqualTo(KeyRange.ALL.upto(key(7L)));
    assertThat(rest.step()).isEqualTo(1);
    assertThat(rest.keys()).isEqualTo(KeyRange.ALL.above(key(7L)));
    assertThat(rest.isFresh()).isTrue();
    assertThat(claim(TOKEN, 2)).isEmpty();
  }

  @Test
  void keysOfRowsComeBackAsTheyWereAndAreSealedUnlessTheyAreNumbers() {
    RowValues text = key("ann@example.org", LocalDate.parse("2020-02-03"), 5L);
    queue.append(RUN, List.of(range(1)));
    WorkRange cut = queue.cut(RUN, claim(TOKEN, 0).orElseThrow(), text);
    queue.advance(RUN, cut.number(), TOKEN, 2, Optional.of(text), false);
    WorkRange rest = queue.cut(RUN, claim(TOKEN, 1).orElseThrow(), key(1L, 2L));

    assertThat(queue.read(RUN, 1).range())
        .isEqualTo(
            new WorkRange(1, 1, Optional.empty(), KeyRange.ALL.upto(text), Optional.of(text), 2));
    assertThat(queue.read(RUN, 2).range()).isEqualTo(rest);
    assertThat(rest.keys().above()).contains(text);
    assertThat(jdbc.queryForList("SELECT upto_key FROM quietus.work WHERE range_no = 2"))
        .extracting(row -> row.values().iterator().next())
        .containsExactly("l1,l2");
    assertThat(jdbc.queryForList("SELECT * FROM quietus.work").toString())
        .doesNotContain("ann", "YW5u", "2020-02-03");
  }

  @Test
  void rangesThatWereQueuedBeforeTheirKeysWereSealedGoOn() {
    jdbc.update(
        "INSERT INTO quietus.work (run_id, range_no, step_no, above, upto, position_at,"
            + " next_sequence, state) VALUES (?, 1, 1, 10, 18446744073709551615, 'l12', 3, 'open'),"
            + " (?, 2, 1, NULL, NULL, NULL, 1, 'open')",
        RUN,
        RUN);
    assertThat(queue.read(RUN, 1).range())
        .isEqualTo(
            new WorkRange(
                1,
                1,
                Optional.empty(),
                new KeyRange(
                    Optional.of(key(BigInteger.TEN)),
                    Optional.of(key(new BigInteger("18446744073709551615"))),
                    false),
                Optional.of(key(12L)),
                3));
    assertThat(queue.read(RUN, 2).range().keys()).isEqualTo(KeyRange.BY_INDEX);
  }

  private static RowValues key(Object... values) {
    return new RowValues(List.of(values));
  }

  private SealingKey sealingKey() {
    try {
      return SealingKey.load(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends as many ranges of requests as that, and does half of them. */
  final void halfDone(int ranges) {
    List<NewRange> all = new ArrayList<>();
    IntStream.range(0, ranges).forEach(n -> all.add(of(1 + n % 2, "q" + n)));
    queue.append(RUN, all);
    jdbc.update("UPDATE quietus.work SET state = 'done' WHERE range_no <= ?", ranges / 2);
  }

  /** The numbers of the ranges in the order in which one slot does them. */
  private List<Integer> workOff() {
    return Stream.generate(this::take)
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .toList();
  }

  final Optional<Integer> take() {
    Optional<WorkRange> claimed = claim(TOKEN, 0);
    claimed.ifPresent(range -> done(range, TOKEN));
    return claimed.map(WorkRange::number);
  }

  private Optional<WorkRange> claim(long token, int slot) {
    return queue.current(RUN).flatMap(turn -> queue.claim(RUN, turn, token, slot));
  }

  private void done(WorkRange range, long token) {
    queue.advance(RUN, range.number(), token, 2, Optional.empty(), true);
  }

  private static NewRange range(int step) {
    return new NewRange(step, Optional.empty(), KeyRange.ALL);
  }

  private static NewRange of(int step, String request) {
    return NewRange.of(step, request);
  }

  private void request(String id, String ground) {
    jdbc.update(
        "INSERT INTO quietus.request (request_id, job, subject, ground, requester, received_at,"
            + " state, commitment) VALUES (?, 'j', 's', ?, 'self', '2026-01-01 00:00:00',"
            + " 'running', ?)",
        id,
        ground,
        id);
  }
}
