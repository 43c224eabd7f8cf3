package org.quietus.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The requests that a run works for away from home. Home keeps which they are, with the run; beside
 * the data there is what chunks have to know of them, since their transactions read nothing else.
 */
public final class RunRequests {
  private final JdbcTemplate jdbc;

  public RunRequests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What a run does for a request by one step. */
  public record Part(String request, int step) {}

  /** Notes them at home; forgets those of the job's runs that have ended. */
  public void insert(String run, String job, List<Part> parts) {
    jdbc.update(
        "DELETE FROM quietus.run_request WHERE run_id IN (SELECT run_id FROM quietus.run"
            + " WHERE job = ? AND state <> 'open')",
        job);
    jdbc.batchUpdate(
        "INSERT INTO quietus.run_request (run_id, request_id, step_no) VALUES (?, ?, ?)",
        parts.stream().map(part -> new Object[] {run, part.request(), part.step()}).toList());
  }

  /** The requests that a run works for away from home. */
  public List<String> requests(String run) {
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.run_request WHERE run_id = ? ORDER BY request_id",
        String.class,
        run);
  }

  /**
   * What home knows of a request that a chunk has to know.
   *
   * @param minor whether it goes ahead of all
   * @param acceptedAt when somebody last gave up what it had left
   */
  public record Beside(Part part, boolean minor, @Nullable LocalDateTime acceptedAt) {}

  /** Those of a run by some steps, as home knows them now, in an order of their own. */
  public List<Beside> of(String run, Set<Integer> steps) {
    return jdbc
        .query(
            "SELECT q.request_id, q.step_no, r.ground, (SELECT MAX(e.at) FROM quietus.request_event"
                + " e WHERE e.request_id = q.request_id AND e.move = 'accept') AS accepted_at"
                + " FROM quietus.run_request q LEFT JOIN quietus.request r"
                + " ON r.request_id = q.request_id WHERE q.run_id = ?"
                + " ORDER BY q.request_id, q.step_no",
            (row, n) -> beside(row),
            run)
        .stream()
        .filter(one -> steps.contains(one.part().step()))
        .toList();
  }

  private static Beside beside(ResultSet row) throws SQLException {
    return new Beside(
        new Part(row.getString("request_id"), row.getInt("step_no")),
        "minor".equals(row.getString("ground")),
        row.getObject("accepted_at", LocalDateTime.class));
  }

  /** Puts it beside the data, in place of what was known there. */
  public void note(Runs.Run run, List<Beside> requests) {
    jdbc.update("DELETE FROM quietus.run_beside WHERE run_id = ?", run.id());
    jdbc.update(
        "INSERT INTO quietus.run_beside (run_id, scope) VALUES (?, ?)", run.id(), run.scope());
    Map<String, Beside> once = new LinkedHashMap<>();
    requests.forEach(one -> once.put(one.part().request(), one));
    jdbc.batchUpdate(
        "DELETE FROM quietus.request_beside WHERE request_id = ?",
        once.keySet().stream().map(request -> new Object[] {request}).toList());
    jdbc.batchUpdate(
        "INSERT INTO quietus.request_beside (request_id, minor, accepted_at) VALUES (?, ?, ?)",
        once.values().stream()
            .map(one -> new Object[] {one.part().request(), one.minor() ? 1 : 0, one.acceptedAt()})
            .toList());
  }
}
