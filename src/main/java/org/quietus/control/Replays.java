package org.quietus.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The replay that a job has begun and not ended; its methods run inside the caller's transaction.
 */
public final class Replays {
  /** The moment of a replay that is about some requests alone. */
  public static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  private final JdbcTemplate jdbc;
  private final String job;

  Replays(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /**
   * A replay under way.
   *
   * @param erased who may be back
   * @param run once it is known who is
   */
  public record Replay(ErasedSince erased, boolean accepted, Optional<String> run) {}

  /** Whether there is one, whatever version the control schema has. */
  boolean isOpen() {
    return isAny("quietus.replay WHERE job = ?", job);
  }

  /** The one that is open, in a control schema of this version. */
  public Optional<Replay> open() {
    return jdbc
        .query(
            "SELECT * FROM quietus.replay WHERE job = ?",
            (row, n) ->
                new Replay(
                    new ErasedSince(
                        row.getObject("snapshot_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        named()),
                    row.getInt("accepted") == 1,
                    Optional.ofNullable(row.getString("run_id"))),
            job)
        .stream()
        .findFirst();
  }

  /** Whether there is one that is about all databases. */
  public boolean isOfAll() {
    return open().filter(replay -> replay.erased().moment().isBefore(NEVER)).isPresent();
  }

  /** Whether a request's person is sought: after a restore of one database no other's are. */
  public Predicate<String> sought() {
    if (isOfAll()) {
      return request -> true;
    }
    return open().map(replay -> replay.erased().besides()).orElseGet(Set::of)::contains;
  }

  /** Begins one, or widens the one that is open. */
  public void begin(Instant after, boolean accepted) {
    if (!isOpen()) {
      jdbc.update(
          "INSERT INTO quietus.replay (job, snapshot_at, accepted) VALUES (?, ?, ?)",
          job,
          utc(after),
          accepted ? 1 : 0);
    } else {
      reachBack(after);
      jdbc.update("UPDATE quietus.replay SET accepted = ? WHERE job = ?", accepted ? 1 : 0, job);
    }
  }

  /** Sees that the persons of requests are among those sought, whenever they were erased. */
  public void name(Collection<String> requests) {
    Set<String> further = new TreeSet<>(requests);
    further.removeAll(named());
    jdbc.batchUpdate(
        "INSERT INTO quietus.replay_request (job, request_id) VALUES (?, ?)",
        further.stream().map(request -> new Object[] {job, request}).toList());
  }

  /** The same for one request. */
  public void name(String request) {
    if (!isAny("quietus.replay_request WHERE job = ? AND request_id = ?", job, request)) {
      jdbc.update(
          "INSERT INTO quietus.replay_request (job, request_id) VALUES (?, ?)", job, request);
    }
  }

  private boolean isAny(String rows, Object... binds) {
    return !jdbc.queryForList("SELECT job FROM " + rows, String.class, binds).isEmpty();
  }

  private Set<String> named() {
    return new HashSet<>(
        jdbc.queryForList(
            "SELECT request_id FROM quietus.replay_request WHERE job = ?", String.class, job));
  }

  private void reachBack(Instant after) {
    jdbc.update(
        "UPDATE quietus.replay SET snapshot_at = ? WHERE job = ? AND snapshot_at > ?",
        utc(after),
        job,
        utc(after));
  }

  public void attach(@Nullable String run) {
    jdbc.update("UPDATE quietus.replay SET run_id = ? WHERE job = ?", run, job);
  }

  public void end() {
    jdbc.update("DELETE FROM quietus.replay_request WHERE job = ?", job);
    jdbc.update("DELETE FROM quietus.replay WHERE job = ?", job);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
