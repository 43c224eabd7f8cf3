package org.quietus.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.target.ServerLoad.Replica;
import org.quietus.target.ServerLoad.Unread;

/**
 * A table that something writes the time into on the primary, again and again, and that a replica
 * has as it was some time ago: column {@code ts}, and {@code server_id} where each server has a row
 * of its own, as pt-heartbeat has them. What names no offset is UTC.
 */
final class HeartbeatTable {
  private static final int MOST_ROWS = 1_000;

  /** Clocks that are kept by NTP differ by less. */
  private static final Duration SKEW = Duration.ofMillis(100);

  /** In this class of SQLSTATE are tables that are not there, or not for this user. */
  private static final String NO_ACCESS = "42";

  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<day>\\d{4}-\\d\\d-\\d\\d)[ T](?<time>\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
              + "(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?)?");

  private final String place;
  private final String name;
  private final String database;
  private final String pointer;

  /**
   * The table of a replica.
   *
   * @param place host and port of the replica
   * @param name the table, with its schema if that is not the one that is connected to
   * @param database the job file's name for what the replica is a copy of
   * @param number which of the database's replicas it is, from 0
   */
  HeartbeatTable(String place, String name, String database, int number) {
    this.place = place + " (heartbeat in " + name + ")";
    this.name = name;
    this.database = database;
    this.pointer = "/databases/" + database + "/replicas/" + number + "/heartbeat";
  }

  /** A row; {@code server} is empty where the table does not say who wrote it. */
  record Beat(OptionalLong server, @Nullable String ts) {}

  /** A primary's clock, and the number that it has in heartbeats. */
  record Clock(Instant now, OptionalLong server) {

    /** Asks the primary for it. */
    static Optional<Clock> of(Connection primary, LoadQueries queries) throws SQLException {
      if (queries.clock().isEmpty()) {
        return Optional.empty();
      }
      try (Statement statement = primary.createStatement();
          ResultSet row = statement.executeQuery(queries.clock().get())) {
        row.next();
        OptionalLong server = number(row, "server");
        return moment(row.getString("now")).map(now -> new Clock(now, server));
      }
    }
  }

  /**
   * How far the replica is behind; its primary is asked for the time after the table was read, so
   * that no beat is younger than that.
   */
  Replica replica(Connection connection, Supplier<Optional<Clock>> primary) throws SQLException {
    List<Beat> beats = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM " + quoted(connection) + " LIMIT " + (MOST_ROWS + 1))) {
      boolean numbered = hasColumn(rows, "server_id");
      if (!hasColumn(rows, "ts")) {
        return unread("has no column 'ts'", "name the table that heartbeats are written to");
      }
      while (rows.next()) {
        beats.add(
            new Beat(
                numbered ? number(rows, "server_id") : OptionalLong.empty(), rows.getString("ts")));
      }
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(NO_ACCESS)) {
        return unread(
            "cannot be read",
            "create it on the primary, where pt-heartbeat writes to it, and grant SELECT on it to"
                + " the user of the replica");
      }
      throw e;
    }
    return primary
        .get()
        .map(clock -> judged(beats, clock))
        .orElseGet(() -> new Replica(place, Optional.empty()));
  }

  /** The newest of what the primary wrote; who else writes says nothing of the primary. */
  Replica judged(List<Beat> beats, Clock clock) {
    if (beats.size() > MOST_ROWS) {
      return unread(
          "has more than " + MOST_ROWS + " rows", "name the table that heartbeats are written to");
    }
    List<Beat> own = beats.stream().filter(beat -> isFrom(beat, clock)).toList();
    if (own.isEmpty()) {
      return unread(
          beats.isEmpty()
              ? "has no row"
              : "has no row with the server_id of database '" + database + "'",
          "let 'pt-heartbeat --update --utc' write to the server of database '" + database + "'");
    }
    Instant newest = Instant.MIN;
    for (Beat beat : own) {
      Optional<Instant> at = moment(beat.ts());
      if (at.isEmpty()) {
        return unread(
            "has a 'ts' that is not a time",
            "write the time in UTC, such as 2026-12-01T07:00:00.123456");
      }
      newest = at.get().isAfter(newest) ? at.get() : newest;
    }
    Duration behind = Duration.between(newest, clock.now());
    return behind.compareTo(SKEW.negated()) < 0
        ? unread(
            "is %d s ahead of the clock of database '%s'"
                .formatted(behind.negated().toSeconds(), database),
            "run pt-heartbeat with --utc on the server of that database, and set the clocks right")
        : new Replica(place, Optional.of(behind.isNegative() ? Duration.ZERO : behind));
  }

  private static boolean isFrom(Beat beat, Clock clock) {
    return beat.server().isEmpty()
        || clock.server().isEmpty()
        || beat.server().equals(clock.server());
  }

  private Replica unread(String what, String mend) {
    return new Replica(
        place,
        Optional.empty(),
        Optional.of(new Unread(pointer, "table '" + name + "' " + what, mend)));
  }

  private static Optional<Instant> moment(@Nullable String text) {
    Matcher parts = MOMENT.matcher(text == null ? "" : text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String offset = parts.group("offset");
    try {
      return Optional.of(
          LocalDateTime.parse(parts.group("day") + "T" + parts.group("time"))
              .toInstant(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static boolean hasColumn(ResultSet rows, String name) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    for (int n = 1; n <= columns.getColumnCount(); n++) {
      if (columns.getColumnLabel(n).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private String quoted(Connection connection) throws SQLException {
    Dialect dialect = Dialects.of(connection);
    return Arrays.stream(name.split("\\.", -1))
        .map(dialect::quote)
        .collect(Collectors.joining("."));
  }
}
