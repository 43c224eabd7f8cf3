package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** A range that a run left half done goes on behind its last chunk, whatever names its rows. */
abstract class ResumedRangesContract {
  private static final String SCHEMA = "resumed_ranges";
  private static final int ROWS = 1_500;
  private static final int KEPT = ROWS / 10;
  private static final int CHUNK = 600;

  private static final String JOB =
      """
      quietus: 1
      job: resumed
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      retention:
        old: { records: crm.session, keep: P1Y, from: seen, scan: allowed, then: delete }
      limits: { rows-per-second: 600 }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /**
   * What was passed over is made due meanwhile. Who reads a range from its beginning finds it
   * there; who goes on behind the last chunk leaves it to the reading of everything at the end,
   * which queues a range of its own for it.
   */
  @ParameterizedTest
  @EnumSource
  void nothingIsReadTwice(RangeKeys keys) throws Exception {
    Optional<List<String>> tables =
        keys.statements(
            engine(),
            ROWS,
            "CASE WHEN MOD(n, 10) = 0 THEN DATE '2026-02-02' ELSE DATE '2020-05-05' END");
    assumeTrue(tables.isPresent(), "there is no such type");
    engine().fresh(SCHEMA);
    engine().execute(SCHEMA, tables.get().toArray(String[]::new));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    assertThat(number("SELECT COUNT(*) FROM session")).isEqualTo(ROWS);

    assertThat(run(true).exitCode()).isNotZero();
    assertThat(number("SELECT COUNT(*) FROM session")).isEqualTo(ROWS - CHUNK);
    assertThat(
            number(
                "SELECT COUNT(*) FROM quietus.work WHERE range_no = 1 AND state <> 'done'"
                    + " AND upto_key IS NOT NULL AND position_key IS NOT NULL"
                    + " AND position_key <> upto_key"))
        .as("a range of which one chunk is done")
        .isOne();
    long ranges = number("SELECT MAX(range_no) FROM quietus.work");
    engine().execute(SCHEMA, "UPDATE session SET seen = '2020-05-05' WHERE seen > '2021-01-01'");
    assertThat(run(false).exitCode()).isZero();

    assertThat(number("SELECT COUNT(*) FROM session")).isZero();
    assertThat(number("SELECT COUNT(DISTINCT run_id) FROM quietus.ledger")).isOne();
    long later = deleted("range_no > " + ranges);
    assertThat(deleted("range_no <= " + ranges)).isEqualTo(ROWS - later);
    assertThat(later).as("passed over by the first chunk").isBetween(KEPT / 4L, KEPT / 2L);
  }

  /** Ends after its first chunk, if it stops at all. */
  private RunResult run(boolean stops) {
    try (JobSession session = job.session()) {
      return session.run(
          new RunOptions(EnumSet.of(Scope.RETENTION), Optional.empty(), 1),
          new SeveralDatabasesFixture.Listening() {
            @Override
            public void progress(long changed) {
              if (stops && changed > 0) {
                throw new IllegalStateException("stop here");
              }
            }
          });
    }
  }

  private long deleted(String ranges) throws SQLException {
    return number("SELECT SUM(deleted) FROM quietus.ledger_count WHERE " + ranges);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
