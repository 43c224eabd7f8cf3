package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.request.ErasureRequest.State;
import org.springframework.jdbc.core.JdbcTemplate;

/** The erasure requests of one job, in the control schema; runs inside the caller's transaction. */
public final class ErasureRequests {
  private final JdbcTemplate jdbc;
  private final String job;
  private final Optional<SealingKey> key;

  public ErasureRequests(JdbcTemplate jdbc, String job, SealingKey key) {
    this(jdbc, job, Optional.of(key));
  }

  private ErasureRequests(JdbcTemplate jdbc, String job, Optional<SealingKey> key) {
    this.jdbc = jdbc;
    this.job = job;
    this.key = key;
  }

  /** The requests without their persons, for those who have no key. */
  public static ErasureRequests readOnly(JdbcTemplate jdbc, String job) {
    return new ErasureRequests(jdbc, job, Optional.empty());
  }

  /** Takes in a request as verified and approved. */
  public void add(ErasureRequest request, SealedPerson person) {
    jdbc.update(
        "INSERT INTO quietus.request (request_id, job, subject, state, received_at, commitment,"
            + " sealed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        request.id(),
        job,
        request.subject(),
        word(State.APPROVED),
        utc(request.receivedAt()),
        request.commitment(),
        person.sealedWith(key.orElseThrow(), request.id()));
    event(request.id(), State.APPROVED, request.receivedAt(), "operator", "added");
  }

  /** All requests, oldest first. */
  public List<ErasureRequest> all() {
    return jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? ORDER BY received_at, request_id",
        (row, n) -> request(row),
        job);
  }

  /** The requests that a run on the given day has to act on, oldest first. */
  public List<ErasureRequest> due(LocalDate today) {
    return all().stream()
        .filter(
            request ->
                request.state() == State.APPROVED
                    || request.keptUntil().filter(day -> !day.isAfter(today)).isPresent())
        .toList();
  }

  public Optional<ErasureRequest> find(String id) {
    return all().stream().filter(request -> request.id().equals(id)).findFirst();
  }

  /** The person of a request that still has something to do. */
  public SealedPerson person(String id) {
    byte[] sealed =
        jdbc.queryForObject(
            "SELECT sealed FROM quietus.request WHERE job = ? AND request_id = ?",
            byte[].class,
            job,
            id);
    if (sealed == null) {
      throw new IllegalStateException("request " + id + " is settled; its person is forgotten");
    }
    return SealedPerson.opened(sealed, key.orElseThrow(), id);
  }

  /** Freezes whose rows the request is about and the erasure instant. */
  public void resolve(String id, SealedPerson person, Instant at) {
    jdbc.update(
        "UPDATE quietus.request SET sealed = ?, resolved_at = ?"
            + " WHERE job = ? AND request_id = ? AND resolved_at IS NULL",
        person.sealedWith(key.orElseThrow(), id),
        utc(at),
        job,
        id);
  }

  /**
   * Records that a request was acted on.
   *
   * @param keptUntil when the next kept row comes due; if empty, the person is forgotten for good
   */
  public void settle(
      String id, State state, Optional<LocalDate> keptUntil, Instant at, String reason) {
    byte @Nullable [] sealed =
        keptUntil.isPresent()
            ? person(id).withoutIdentifiers().sealedWith(key.orElseThrow(), id)
            : null;
    jdbc.update(
        "UPDATE quietus.request SET state = ?, kept_until = ?, sealed = ?,"
            + " completed_at = COALESCE(completed_at, ?) WHERE job = ? AND request_id = ?",
        word(state),
        keptUntil.orElse(null),
        sealed,
        state == State.COMPLETED ? utc(at) : null,
        job,
        id);
    event(id, state, at, "run", reason);
  }

  private void event(String id, State state, Instant at, String actor, String reason) {
    jdbc.update(
        "INSERT INTO quietus.request_event (request_id, event_no, at, state, actor, reason)"
            + " SELECT ?, COALESCE(MAX(event_no), 0) + 1, ?, ?, ?, ? FROM quietus.request_event"
            + " WHERE request_id = ?",
        id,
        utc(at),
        word(state),
        actor,
        reason,
        id);
  }

  private static ErasureRequest request(ResultSet row) throws SQLException {
    return new ErasureRequest(
        row.getString("request_id"),
        row.getString("subject"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        instant(row, "received_at").orElseThrow(),
        instant(row, "resolved_at"),
        instant(row, "completed_at"),
        Optional.ofNullable(row.getObject("kept_until", LocalDate.class)),
        row.getString("commitment"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
