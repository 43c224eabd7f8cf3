package org.quietus.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.jdbc.core.JdbcTemplate;

/** What happened to requests, in the control schema and in its mirror, without any identifier. */
final class RequestEvents {
  private final JdbcTemplate jdbc;

  RequestEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<RequestEvent> of(String request) {
    return jdbc.query(
        "SELECT * FROM quietus.request_event WHERE request_id = ? ORDER BY event_no",
        (row, n) -> RequestRow.event(row),
        request);
  }

  /** By request. */
  Map<String, List<RequestEvent>> ofJob(String job) {
    Map<String, List<RequestEvent>> events = new HashMap<>();
    jdbc.query(
        "SELECT e.* FROM quietus.request_event e JOIN quietus.request r"
            + " ON r.request_id = e.request_id WHERE r.job = ? ORDER BY e.request_id, e.event_no",
        row -> {
          events
              .computeIfAbsent(row.getString("request_id"), id -> new ArrayList<>())
              .add(RequestRow.event(row));
        },
        job);
    return events;
  }

  /** Appends the event that made a request what it is now, here and in the mirror. */
  void append(
      ErasureRequest request, Move move, Role role, String reason, Instant at, Mirror mirror) {
    append(
        request.id(),
        RequestRow.utc(at),
        move.toString(),
        request.state().toString(),
        role.toString(),
        reason);
    mirror.append(
        MirrorEntry.Kind.REQUEST, request.id(), at, mirrored(request, move, role, reason));
  }

  /** Appends an event here alone, in the words of the mirror that it comes from. */
  void append(
      String request, LocalDateTime at, String move, String state, String role, String reason) {
    jdbc.update(
        "INSERT INTO quietus.request_event (request_id, event_no, at, move, state, actor, reason)"
            + " SELECT ?, COALESCE(MAX(event_no), 0) + 1, ?, ?, ?, ?, ? FROM quietus.request_event"
            + " WHERE request_id = ?",
        request,
        at,
        move,
        state,
        role,
        reason,
        request);
  }

  private static Map<String, Object> mirrored(
      ErasureRequest request, Move move, Role role, String reason) {
    Map<String, Object> content = new HashMap<>();
    content.put("move", move.toString());
    content.put("state", request.state().toString());
    content.put("role", role.toString());
    content.put("reason", reason);
    content.put("restricted", request.restricted());
    request.verifiedAt().ifPresent(at -> content.put("verified", at.toString()));
    request.coolingOffEnds().ifPresent(at -> content.put("cooling-ends", at.toString()));
    request.settlesAt().ifPresent(at -> content.put("settles", at.toString()));
    if (move == Move.UPHOLD) {
      content.put("ground", request.filing().ground().toString());
    }
    if (move == Move.MERGE) {
      content.put("received", request.receivedAt().toString());
    }
    if (move == Move.FILE) {
      content.put("subject", request.subject());
      if (!request.asks().isErasure()) {
        content.put("kind", request.asks().toString());
      }
      request.tenant().ifPresent(tenant -> content.put("tenant", tenant));
      request.filing().evidence().ifPresent(reference -> content.put("evidence", reference));
      content.put("ground", request.filing().ground().toString());
      content.put("requester", request.filing().requester().toString());
      content.put("received", request.receivedAt().toString());
      content.put("commitment", request.commitment());
    }
    return content;
  }
}
