package org.quietus.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.quietus.target.Withheld;
import org.springframework.jdbc.core.JdbcTemplate;

/** The results of reading again, kept with the ledger; each round adds to them. */
public final class Verifications {
  /** The round that stands for the backups, before any reading. */
  private static final int BACKUPS = 0;

  private static final int AT_ONCE = 1_000;

  private final JdbcTemplate jdbc;

  public Verifications(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One table read again for one step.
   *
   * @param separate whether a credential of its own looked
   * @param kept rows that would be due but stay on a basis
   * @param undated rows that no period can be counted for
   * @param failed rows that should be gone but could not be changed
   * @param withheld rows that would be due but for holds; which holds stands with the step
   */
  public record Line(
      int step,
      Optional<String> request,
      String table,
      boolean separate,
      String queryDigest,
      Instant at,
      long due,
      long kept,
      long undated,
      long failed,
      Withheld withheld) {

    /** The same, with the rows that could not be changed as due again. */
    public Line again() {
      return with(due + failed, 0, withheld);
    }

    /** The same, with some of the due rows known as such that cannot be changed. */
    public Line without(long refused) {
      long left = Math.min(due, refused);
      return with(due - left, failed + left, withheld);
    }

    /** The same, held by one more. */
    private Line heldBy(Optional<String> hold) {
      List<String> by = new ArrayList<>(withheld.by());
      hold.ifPresent(by::add);
      return with(due, failed, new Withheld(withheld.held(), withheld.restricted(), by));
    }

    private Line with(long stillDue, long notChanged, Withheld by) {
      return new Line(
          step, request, table, separate, queryDigest, at, stillDue, kept, undated, notChanged, by);
    }
  }

  /** The next round's number, from 1. */
  public int nextRound(String run) {
    Integer next =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(round_no), 0) + 1 FROM quietus.verification WHERE run_id = ?",
            Integer.class,
            run);
    return next == null ? 1 : next;
  }

  public void append(String run, int round, List<Line> lines) {
    AtomicInteger number = new AtomicInteger();
    jdbc.batchUpdate(
        "INSERT INTO quietus.verification (run_id, round_no, line_no, step_no, request_id,"
            + " table_name, credential, query_digest, verified_at, due_rows, kept_rows,"
            + " undated_rows, held_rows, restricted_rows, failed_rows)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        lines,
        AT_ONCE,
        (row, line) -> {
          row.setString(1, run);
          row.setInt(2, round);
          row.setInt(3, number.getAndIncrement());
          row.setInt(4, line.step());
          row.setString(5, line.request().orElse(null));
          row.setString(6, line.table());
          row.setString(7, line.separate() ? "separate" : "same");
          row.setString(8, line.queryDigest());
          row.setObject(9, LocalDateTime.ofInstant(line.at(), ZoneOffset.UTC));
          row.setLong(10, line.due());
          row.setLong(11, line.kept());
          row.setLong(12, line.undated());
          row.setLong(13, line.withheld().held());
          row.setLong(14, line.withheld().restricted());
          row.setLong(15, line.failed());
        });
    lines.stream()
        .flatMap(line -> line.withheld().by().stream().map(hold -> new By(line, hold)))
        .distinct()
        .forEach(by -> append(run, round, by));
  }

  /** That a hold keeps rows of a step back; no request is an empty text. */
  private record By(int step, String request, String hold) {
    By(Line line, String hold) {
      this(line.step(), line.request().orElse(""), hold);
    }
  }

  private void append(String run, int round, By by) {
    jdbc.update(
        "INSERT INTO quietus.held_by (run_id, round_no, step_no, request_id, hold_id)"
            + " VALUES (?, ?, ?, ?, ?)",
        run,
        round,
        by.step(),
        by.request(),
        by.hold());
  }

  /** Notes, for good, that the backups of a run were not searched for these requests' persons. */
  public void spare(String run, List<String> requests) {
    List<String> known = spared(run);
    requests.stream()
        .filter(request -> !known.contains(request))
        .forEach(request -> append(run, BACKUPS, new By(0, request, "any")));
  }

  /** The requests whose persons a hold spared when the backups were worked off. */
  public List<String> spared(String run) {
    return jdbc.queryForList(
        "SELECT request_id FROM quietus.held_by WHERE run_id = ? AND round_no = ?",
        String.class,
        run,
        BACKUPS);
  }

  /**
   * What the latest round found, over all requests: one line for each query on a table, however
   * many requests it was asked for.
   */
  public List<Line> latest(String run) {
    int round = nextRound(run) - 1;
    Map<Of, List<String>> holds = new HashMap<>();
    jdbc.query(
        "SELECT DISTINCT v.step_no, v.table_name, h.hold_id FROM quietus.verification v"
            + " JOIN quietus.held_by h ON h.run_id = v.run_id AND h.round_no = v.round_no"
            + " AND h.step_no = v.step_no AND h.request_id = COALESCE(v.request_id, '')"
            + " WHERE v.run_id = ? AND v.round_no = ? ORDER BY h.hold_id",
        row -> {
          holds
              .computeIfAbsent(
                  new Of(row.getInt("step_no"), row.getString("table_name")),
                  one -> new ArrayList<>())
              .add(row.getString("hold_id"));
        },
        run,
        round);
    return jdbc.query(
        "SELECT step_no, table_name, credential, query_digest, MAX(verified_at) verified_at,"
            + " SUM(due_rows) due_rows, SUM(kept_rows) kept_rows, SUM(undated_rows) undated_rows,"
            + " SUM(held_rows) held_rows, SUM(restricted_rows) restricted_rows, SUM(failed_rows)"
            + " failed_rows FROM quietus.verification WHERE run_id = ? AND round_no = ?"
            + " GROUP BY step_no, table_name, credential, query_digest ORDER BY MIN(line_no)",
        (row, n) ->
            line(
                row,
                Optional.empty(),
                holds.getOrDefault(
                    new Of(row.getInt("step_no"), row.getString("table_name")), List.of())),
        run,
        round);
  }

  /** The requests that the latest round was about. */
  public List<String> requests(String run) {
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.verification WHERE run_id = ? AND round_no = ?"
            + " AND request_id IS NOT NULL ORDER BY request_id",
        String.class,
        run,
        nextRound(run) - 1);
  }

  /** Those of one request. */
  public List<Line> latest(String run, String request) {
    Map<Integer, Line> lines = new LinkedHashMap<>();
    jdbc.query(
        "SELECT v.*, h.hold_id FROM quietus.verification v LEFT JOIN quietus.held_by h"
            + " ON h.run_id = v.run_id AND h.round_no = v.round_no AND h.step_no = v.step_no"
            + " AND h.request_id = v.request_id WHERE v.run_id = ? AND v.request_id = ?"
            + " AND v.round_no = (SELECT MAX(round_no) FROM quietus.verification WHERE run_id = ?)"
            + " ORDER BY v.line_no, h.hold_id",
        row -> {
          Optional<String> hold = Optional.ofNullable(row.getString("hold_id"));
          Line line = line(row, Optional.of(request), hold.map(List::of).orElse(List.of()));
          lines.merge(row.getInt("line_no"), line, (one, other) -> one.heldBy(hold));
        },
        run,
        request,
        run);
    return List.copyOf(lines.values());
  }

  /** Those that tell of rows which stay, or cannot be changed, or are held. */
  public List<Line> latestLeft(String run) {
    return ofLatest(
        run,
        " AND (failed_rows > 0 OR undated_rows > 0 OR held_rows > 0 OR restricted_rows > 0"
            + " OR EXISTS (SELECT 1 FROM quietus.held_by h WHERE h.run_id = verification.run_id"
            + " AND h.round_no = verification.round_no AND h.step_no = verification.step_no"
            + " AND h.request_id = COALESCE(verification.request_id, '')))");
  }

  private List<Line> ofLatest(String run, String among) {
    int round = nextRound(run) - 1;
    Object[] all = {run, round};
    Map<Of, List<String>> holds = new HashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.held_by WHERE run_id = ? AND round_no = ? ORDER BY hold_id",
        row -> {
          holds
              .computeIfAbsent(
                  new Of(row.getInt("step_no"), row.getString("request_id")),
                  one -> new ArrayList<>())
              .add(row.getString("hold_id"));
        },
        all);
    return jdbc.query(
        "SELECT * FROM quietus.verification WHERE run_id = ? AND round_no = ?"
            + among
            + " ORDER BY line_no",
        (row, n) -> {
          Optional<String> request = Optional.ofNullable(row.getString("request_id"));
          return line(
              row,
              request,
              holds.getOrDefault(new Of(row.getInt("step_no"), request.orElse("")), List.of()));
        },
        all);
  }

  /** What holds keep rows back of under a step: a table, or a request, an empty text for none. */
  private record Of(int step, String of) {}

  private static Line line(ResultSet row, Optional<String> request, List<String> holds)
      throws SQLException {
    return new Line(
        row.getInt("step_no"),
        request,
        row.getString("table_name"),
        row.getString("credential").equals("separate"),
        row.getString("query_digest"),
        row.getObject("verified_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getLong("due_rows"),
        row.getLong("kept_rows"),
        row.getLong("undated_rows"),
        row.getLong("failed_rows"),
        new Withheld(row.getLong("held_rows"), row.getLong("restricted_rows"), holds));
  }
}
