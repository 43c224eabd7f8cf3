package org.quietus.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The replay that a job has begun and not ended; its methods run inside the caller's transaction.
 */
public final class Replays {
  private final JdbcTemplate jdbc;
  private final String job;

  Replays(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /**
   * A replay under way.
   *
   * @param after who was erased later than this may be back
   * @param run once it is known who is
   */
  public record Replay(Instant after, boolean accepted, Optional<String> run) {}

  public Optional<Replay> open() {
    return jdbc
        .query(
            "SELECT * FROM quietus.replay WHERE job = ?",
            (row, n) ->
                new Replay(
                    row.getObject("snapshot_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    row.getInt("accepted") == 1,
                    Optional.ofNullable(row.getString("run_id"))),
            job)
        .stream()
        .findFirst();
  }

  /** Begins one, or widens the one that is open. */
  public void begin(Instant after, boolean accepted) {
    Optional<Replay> open = open();
    if (open.isEmpty()) {
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

  /** Sees that who was erased at that moment is among those sought. */
  public void include(@Nullable LocalDateTime erasedAt) {
    if (erasedAt != null) {
      reachBack(erasedAt.toInstant(ZoneOffset.UTC).minusNanos(1_000));
    }
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
    jdbc.update("DELETE FROM quietus.replay WHERE job = ?", job);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
