package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.RequestKind;

/** Requests and their events as the control schema holds them; moments there are UTC. */
final class RequestRow {
  private RequestRow() {}

  static ErasureRequest request(ResultSet row) throws SQLException {
    return new ErasureRequest(
        row.getString("request_id"),
        new Filing(
            row.getString("subject"),
            Optional.ofNullable(row.getString("tenant")),
            Codes.stored(Ground.class, row.getString("ground")),
            Codes.stored(Requester.class, row.getString("requester")),
            Optional.ofNullable(row.getString("evidence")),
            instant(row, "received_at").orElseThrow(),
            Codes.stored(RequestKind.class, row.getString("kind"))),
        Codes.stored(State.class, row.getString("state")),
        row.getInt("restricted") == 1,
        instant(row, "verified_at"),
        instant(row, "cooling_ends"),
        instant(row, "resolved_at"),
        instant(row, "settles_at"),
        instant(row, "completed_at"),
        Optional.ofNullable(row.getObject("kept_until", LocalDate.class)),
        row.getString("commitment"));
  }

  static RequestEvent event(ResultSet row) throws SQLException {
    return new RequestEvent(
        row.getInt("event_no"),
        instant(row, "at").orElseThrow(),
        Codes.stored(Move.class, row.getString("move")),
        Codes.stored(State.class, row.getString("state")),
        Codes.stored(Role.class, row.getString("actor")),
        row.getString("reason"));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  static @Nullable LocalDateTime utc(Optional<Instant> at) {
    return at.map(RequestRow::utc).orElse(null);
  }
}
