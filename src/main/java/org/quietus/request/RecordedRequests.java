package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/** The erasure requests of one job as the control schema has them, without their persons. */
public final class RecordedRequests {
  private static final int TOGETHER = 500;

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
    return where(
            "restricted = 0 AND (state IN ('approved', 'running', 'cooling-off', 'settling')"
                + " OR state IN ('deferred', 'completed') AND kept_until IS NOT NULL)")
        .stream()
        .filter(request -> request.isDue(now, zone))
        .toList();
  }

  /** Those about a kind of person that are neither carried out nor expired, oldest first. */
  public List<ErasureRequest> notDone(String subject) {
    return where("subject = ? AND state NOT IN ('completed', 'answered', 'expired')", subject);
  }

  /** The same about kinds of persons that are none of some. */
  public List<ErasureRequest> notDoneBeside(Set<String> subjects) {
    return where("state NOT IN ('completed', 'answered', 'expired')").stream()
        .filter(request -> !subjects.contains(request.subject()))
        .toList();
  }

  /** Those that were carried out, and of which rows are kept until that day or a later one. */
  public List<ErasureRequest> keptUntil(LocalDate earliest) {
    return where("state IN ('deferred', 'completed') AND kept_until >= ?", earliest);
  }

  /** Those that follow others, of the same persons in other databases. */
  public List<ErasureRequest> following() {
    return where("evidence LIKE '" + SamePerson.evidence("%") + "'");
  }

  /**
   * The ids of those whose person was not erased, or for whom something is under way, but for some
   * subjects.
   */
  public Set<String> notCarriedOut(Predicate<String> besides) {
    Map<String, String> requests = new HashMap<>();
    jdbc.query(
        "SELECT request_id, subject FROM quietus.request WHERE job = ? AND (restricted <> 0"
            + " OR state NOT IN ('deferred', 'completed'))",
        row -> {
          requests.put(row.getString(1), row.getString(2));
        },
        job);
    requests.values().removeIf(besides);
    return Set.copyOf(requests.keySet());
  }

  /** Those of some ids that the job has, oldest first. */
  public List<ErasureRequest> of(Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<ErasureRequest> found = new ArrayList<>(all.size());
    for (int from = 0; from < all.size(); from += TOGETHER) {
      List<String> part = all.subList(from, Math.min(all.size(), from + TOGETHER));
      String places = String.join(", ", Collections.nCopies(part.size(), "?"));
      found.addAll(where("request_id IN (" + places + ")", part.toArray()));
    }
    found.sort(Comparator.comparing(ErasureRequest::receivedAt).thenComparing(ErasureRequest::id));
    return found;
  }

  private List<ErasureRequest> where(String condition, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = job;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? AND "
            + condition
            + " ORDER BY received_at, request_id",
        (row, n) -> RequestRow.request(row),
        all);
  }

  /** The request of that id, if the job has it. */
  public Optional<ErasureRequest> find(String id) {
    return found(id, "");
  }

  /**
   * Whether a request knows of its restriction: whoever is killed while restricting it leaves a
   * hold of which it does not.
   */
  public boolean isRestricted(String id) {
    return find(id).filter(ErasureRequest::restricted).isPresent();
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
