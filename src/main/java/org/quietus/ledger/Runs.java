package org.quietus.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows that say what each run froze at its start and how it ended. */
public final class Runs {

  /** The scope of a replay. */
  public static final String REPLAY = "replay";

  private final JdbcTemplate jdbc;

  public Runs(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What a run froze; {@code sequence} counts the runs of a job from 1. */
  public record Run(
      String id,
      String job,
      int sequence,
      String state,
      String scope,
      Instant asOf,
      String jobDigest,
      String jobText,
      String fingerprint,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<String> outcome) {}

  /** The job's run that has neither completed nor been abandoned. */
  public Optional<Run> open(String job) {
    return jdbc
        .query(
            "SELECT * FROM quietus.run WHERE job = ? AND state = 'open' ORDER BY sequence_no",
            (row, n) -> run(row),
            job)
        .stream()
        .findFirst();
  }

  /** The latest runs of a job, newest first. */
  public List<Run> latest(String job, int limit) {
    return jdbc.query(
        "SELECT * FROM quietus.run WHERE job = ? ORDER BY sequence_no DESC LIMIT " + limit,
        (row, n) -> run(row),
        job);
  }

  /** How a run ended, without what it froze; {@code outcome} is empty of an unfinished one. */
  public record Ended(
      String id,
      String scope,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<String> outcome) {}

  /** Every run of a job, the first one first. */
  public List<Ended> history(String job) {
    return jdbc.query(
        "SELECT run_id, scope, started_at, ended_at, outcome FROM quietus.run WHERE job = ?"
            + " ORDER BY sequence_no",
        (row, n) ->
            new Ended(
                row.getString("run_id"),
                row.getString("scope"),
                instant(row, "started_at").orElseThrow(),
                instant(row, "ended_at"),
                Optional.ofNullable(row.getString("outcome"))),
        job);
  }

  public Optional<Run> find(String id) {
    return jdbc
        .query("SELECT * FROM quietus.run WHERE run_id = ?", (row, n) -> run(row), id)
        .stream()
        .findFirst();
  }

  /**
   * How many of the runs that have acted on a request have certified what they did for it, an
   * unfinished one included. Replays and runs that were given up certify it as a whole.
   */
  public int certifying(Set<String> acted) {
    if (acted.isEmpty()) {
      return 0;
    }
    List<Object> binds = new ArrayList<>(acted);
    binds.add(REPLAY);
    Integer count =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.run WHERE run_id IN ("
                + String.join(", ", Collections.nCopies(acted.size(), "?"))
                + ") AND scope <> ? AND state <> 'abandoned'",
            Integer.class,
            binds.toArray());
    return count == null ? 0 : count;
  }

  /**
   * The different texts of job files that runs as of a moment or later began with, and the last one
   * before.
   */
  public List<String> jobTexts(String job, Instant moment) {
    return jdbc
        .queryForList(
            "SELECT MIN(run_id) FROM quietus.run WHERE job = ? AND sequence_no >= (SELECT"
                + " COALESCE(MAX(sequence_no), 0) FROM quietus.run WHERE job = ? AND as_of < ?)"
                + " GROUP BY job_digest",
            String.class,
            job,
            job,
            utc(moment))
        .stream()
        .flatMap(id -> find(id).stream())
        .map(Run::jobText)
        .toList();
  }

  /** When the job's last run began or ended. */
  public Optional<Instant> lastMoment(String job) {
    return jdbc.query(
            "SELECT MAX(COALESCE(ended_at, started_at)) AS moment FROM quietus.run WHERE job = ?",
            (row, n) -> instant(row, "moment"),
            job)
        .get(0);
  }

  /** When the job's first run began. */
  public Optional<Instant> firstMoment(String job) {
    return jdbc.query(
            "SELECT MIN(started_at) AS moment FROM quietus.run WHERE job = ?",
            (row, n) -> instant(row, "moment"),
            job)
        .get(0);
  }

  public int nextSequence(String job) {
    Integer next =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(sequence_no), 0) + 1 FROM quietus.run WHERE job = ?",
            Integer.class,
            job);
    return next == null ? 1 : next;
  }

  public void insert(Run run) {
    jdbc.update(
        "INSERT INTO quietus.run (run_id, job, sequence_no, state, scope, as_of, job_digest,"
            + " job_text, fingerprint, started_at) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?)",
        run.id(),
        run.job(),
        run.sequence(),
        run.scope(),
        utc(run.asOf()),
        run.jobDigest(),
        run.jobText(),
        run.fingerprint(),
        utc(run.startedAt()));
  }

  /** Ends a run; {@code state} is {@code completed} or {@code abandoned}. */
  public void end(String id, String state, String outcome, Instant at) {
    jdbc.update(
        "UPDATE quietus.run SET state = ?, outcome = ?, ended_at = ?"
            + " WHERE run_id = ? AND state = 'open'",
        state,
        outcome,
        utc(at),
        id);
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("run_id"),
        row.getString("job"),
        row.getInt("sequence_no"),
        row.getString("state"),
        row.getString("scope"),
        instant(row, "as_of").orElseThrow(),
        row.getString("job_digest"),
        row.getString("job_text"),
        row.getString("fingerprint"),
        instant(row, "started_at").orElseThrow(),
        instant(row, "ended_at"),
        Optional.ofNullable(row.getString("outcome")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
