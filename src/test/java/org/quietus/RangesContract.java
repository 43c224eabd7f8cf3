package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** A table of any key is shared among slots in ranges, and a range goes on where it was left. */
abstract class RangesContract {
  private static final String SCHEMA = "ranges";
  private static final int ROWS = 25_000;
  private static final int AT_ONCE = 1_000;
  private static final long DUE = ROWS / 5 * 3;

  private static final String JOB =
      """
      quietus: 1
      job: ranges
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old: { records: crm.session, keep: P1Y, from: seen, scan: allowed, then: delete }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE session (mail VARCHAR(40) NOT NULL, nr INT NOT NULL, seen DATE,"
            + " PRIMARY KEY (mail, nr))");
    for (int first = 0; first < ROWS; first += AT_ONCE) {
      statements.add(
          IntStream.range(first, first + AT_ONCE)
              .mapToObj(RangesContract::row)
              .collect(Collectors.joining(", ", "INSERT INTO session VALUES ", "")));
    }
    engine().execute(SCHEMA, statements.toArray(String[]::new));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  /** Half of the rows are one person's. */
  private static String row(int n) {
    return "('%s@example.org', %d, '%s')"
        .formatted(n % 2 == 0 ? "ann" : "p" + n, n, n % 5 < 3 ? "2020-05-05" : "2026-02-02");
  }

  @Test
  void slotsTakeRangesOfTheSameSizeWhateverTheKeyIs() throws Exception {
    RunResult result = run(4, new Steady());

    assertThat(result.exitCode()).isZero();
    assertThat(count("SELECT COUNT(*) FROM session")).isEqualTo(ROWS - DUE);
    assertThat(count("SELECT SUM(deleted) FROM quietus.ledger_count")).isEqualTo(DUE);
    assertEven(deletedByRange());
  }

  /**
   * Keys with most rows in few of their values, with wide gaps, and of several columns; all rows
   * are due, so that what a range deleted is what it read.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id BIGINT | id | CASE WHEN n < 24000 THEN n ELSE n * 300000000000000 END",
        "id DECIMAL(19, 3) | id | CAST(n AS DECIMAL(19, 3)) * n * n / 1000",
        "mail VARCHAR(40), id INT | mail, id | CASE WHEN n < 20000 THEN 'ann' ELSE 'p' END, n",
        "a INT, b CHAR(3), c DATE, d INT | a, b, c, d | n / 20000, 'x', DATE '2020-01-01', n",
      })
  void fourSlotsEndWithinAQuarterOfEachOther(String columns, String key, String values)
      throws Exception {
    engine()
        .execute(
            SCHEMA,
            "DROP TABLE session",
            "CREATE TABLE session ("
                + columns.replaceAll("(, (?=[a-z])|$)", " NOT NULL, ")
                + "seen DATE, PRIMARY KEY ("
                + key
                + "))",
            "CREATE TABLE numbers (n BIGINT NOT NULL PRIMARY KEY)",
            IntStream.range(0, ROWS)
                .mapToObj("(%d)"::formatted)
                .collect(Collectors.joining(", ", "INSERT INTO numbers VALUES ", "")),
            "INSERT INTO session SELECT " + values + ", DATE '2020-05-05' FROM numbers");
    assertAllGoInEvenRanges();
  }

  @Test
  void fourSlotsEndWithinAQuarterOfEachOtherByTheIndexOfTheDateToo() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE session SET seen = '2020-05-05' WHERE seen > '2021-01-01'",
            "CREATE INDEX by_date ON session (seen)");
    assertThat(job.command("plan").out()).contains("by index by_date");
    assertAllGoInEvenRanges();
  }

  private void assertAllGoInEvenRanges() throws SQLException {
    assertThat(run(4, new Steady()).exitCode()).isZero();
    assertThat(count("SELECT COUNT(*) FROM session")).isZero();
    List<Long> deleted = deletedByRange();
    assertThat(deleted.stream().mapToLong(n -> n).sum()).isEqualTo(ROWS);
    assertEven(deleted);
  }

  private List<Long> deletedByRange() throws SQLException {
    return rows(
            "SELECT SUM(c.deleted) FROM quietus.ledger l JOIN quietus.ledger_count c"
                + " ON c.range_no = l.range_no AND c.sequence_no = l.sequence_no"
                + " GROUP BY l.range_no ORDER BY l.range_no")
        .stream()
        .map(Long::parseLong)
        .toList();
  }

  /** Whoever has least takes the next range, so that nobody ends more than one range later. */
  private static void assertEven(List<Long> ranges) {
    long[] slots = new long[4];
    for (long rows : ranges) {
      Arrays.sort(slots);
      slots[0] += rows;
    }
    Arrays.sort(slots);
    assertThat(slots[3] - slots[0]).isLessThanOrEqualTo(slots[3] / 4);
    long all = Arrays.stream(slots).sum();
    assertThat(ranges).allMatch(rows -> rows <= all / 4 / 4, "a quarter of a slot's share");
  }

  @Test
  void aTableOfNoRowsIsDoneAtOnce() throws Exception {
    engine().execute(SCHEMA, "DELETE FROM session");
    RunResult result = run(4, new Steady());
    assertThat(result.exitCode()).isZero();
    assertThat(result.messages()).isEmpty();
  }

  @Test
  void aRangeGoesOnWhereItWasLeftAndTheQueueTellsNoKey() throws Exception {
    assertThat(run(1, new FailingOnce()).exitCode()).isNotZero();
    long before = count("SELECT COUNT(*) FROM session");
    assertThat(before).isBetween(ROWS - DUE + 1, ROWS - 1L);
    assertThat(rows("SELECT position_key FROM quietus.work WHERE range_no = 1"))
        .singleElement()
        .asString()
        .startsWith("#");
    for (String column : List.of("above_key", "upto_key", "position_key")) {
      assertThat(rows("SELECT " + column + " FROM quietus.work"))
          .allMatch(text -> text == null || text.startsWith("#"));
    }

    assertThat(run(2, new Steady()).exitCode()).isZero();

    assertThat(count("SELECT COUNT(*) FROM session")).isEqualTo(ROWS - DUE);
    assertThat(count("SELECT SUM(deleted) FROM quietus.ledger_count")).isEqualTo(DUE);
    assertThat(count("SELECT COUNT(DISTINCT run_id) FROM quietus.ledger")).isEqualTo(1);
  }

  private RunResult run(int slots, RunListener listener) {
    try (JobSession session = job.session()) {
      return session.run(
          new RunOptions(EnumSet.of(Scope.RETENTION), Optional.empty(), slots), listener);
    }
  }

  private long count(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0));
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  private static class Steady implements RunListener {
    @Override
    public void started(String runId, boolean resumed, long dueRows) {}

    @Override
    public void progress(long rowsDone) {}

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {}
  }

  /** Ends a run after its first chunk. */
  private static final class FailingOnce extends Steady {
    @Override
    public void progress(long rowsDone) {
      if (rowsDone > 0) {
        throw new IllegalStateException("stop here");
      }
    }
  }
}
