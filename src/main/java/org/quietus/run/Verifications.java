package org.quietus.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The results of reading again, kept with the ledger; each round adds to them. */
final class Verifications {
  private final JdbcTemplate jdbc;

  Verifications(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One table read again for one step.
   *
   * @param separate whether a credential of its own looked
   * @param kept rows that would be due but stay on a basis
   * @param undated rows that no period can be counted for
   */
  record Line(
      int step,
      Optional<String> request,
      String table,
      boolean separate,
      String queryDigest,
      Instant at,
      long due,
      long kept,
      long undated) {}

  /** The next round's number, from 1. */
  int nextRound(String run) {
    Integer next =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(round_no), 0) + 1 FROM quietus.verification WHERE run_id = ?",
            Integer.class,
            run);
    return next == null ? 1 : next;
  }

  void append(String run, int round, List<Line> lines) {
    for (int n = 0; n < lines.size(); n++) {
      Line line = lines.get(n);
      jdbc.update(
          "INSERT INTO quietus.verification (run_id, round_no, line_no, step_no, request_id,"
              + " table_name, credential, query_digest, verified_at, due_rows, kept_rows,"
              + " undated_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          run,
          round,
          n,
          line.step(),
          line.request().orElse(null),
          line.table(),
          line.separate() ? "separate" : "same",
          line.queryDigest(),
          LocalDateTime.ofInstant(line.at(), ZoneOffset.UTC),
          line.due(),
          line.kept(),
          line.undated());
    }
  }

  /** The lines of the latest round. */
  List<Line> latest(String run) {
    return jdbc.query(
        "SELECT * FROM quietus.verification WHERE run_id = ? AND round_no ="
            + " (SELECT MAX(round_no) FROM quietus.verification WHERE run_id = ?)"
            + " ORDER BY line_no",
        (row, n) -> line(row),
        run,
        run);
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getInt("step_no"),
        Optional.ofNullable(row.getString("request_id")),
        row.getString("table_name"),
        row.getString("credential").equals("separate"),
        row.getString("query_digest"),
        row.getObject("verified_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getLong("due_rows"),
        row.getLong("kept_rows"),
        row.getLong("undated_rows"));
  }
}
