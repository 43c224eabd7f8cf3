package org.quietus.request;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The erasure requests of one job as the control schema has them, without their persons. */
public final class RecordedRequests {
  private final JdbcTemplate jdbc;
  private final String job;
  private final RequestEvents events;

  public RecordedRequests(JdbcTemplate jdbc, String job) {
    this(jdbc, job, new RequestEvents(jdbc));
  }

  RecordedRequests(JdbcTemplate jdbc, String job, RequestEvents events) {
    this.jdbc = jdbc;
    this.job = job;
    this.events = events;
  }

  /** All requests, oldest first. */
  public List<ErasureRequest> all() {
    return jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? ORDER BY received_at, request_id",
        (row, n) -> RequestRow.request(row),
        job);
  }

  /** The requests that a run at that moment has to act on, oldest first. */
  public List<ErasureRequest> due(Instant now, ZoneId zone) {
    return all().stream().filter(request -> request.isDue(now, zone)).toList();
  }

  /** The request of that id, if the job has it. */
  public Optional<ErasureRequest> find(String id) {
    return found(id, "");
  }

  /** What happened to a request, the first thing first. */
  public List<RequestEvent> events(String id) {
    return events.of(id);
  }

  /** What happened to each request of the job. */
  public Map<String, List<RequestEvent>> histories() {
    return events.ofJob(job);
  }

  /** When the last thing happened to any request of the job. */
  public Optional<Instant> lastEvent() {
    return jdbc.query(
            "SELECT MAX(e.at) AS moment FROM quietus.request_event e JOIN quietus.request r"
                + " ON r.request_id = e.request_id WHERE r.job = ?",
            (row, n) -> RequestRow.instant(row, "moment"),
            job)
        .get(0);
  }

  /** The request of that id, locked until the transaction ends. */
  Optional<ErasureRequest> locked(String id) {
    return found(id, " FOR UPDATE");
  }

  private Optional<ErasureRequest> found(String id, String lock) {
    return jdbc
        .query(
            "SELECT * FROM quietus.request WHERE job = ? AND request_id = ?" + lock,
            (row, n) -> RequestRow.request(row),
            job,
            id)
        .stream()
        .findFirst();
  }
}
