package org.quietus.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.quietus.job.PaceOrder;
import org.quietus.job.Waiting;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Orders for the run that is at work under a fencing token, and what that run says it waits for.
 * Each method is a transaction of its own.
 */
public final class PaceNotes {
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  PaceNotes(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** A start of a run that takes orders. */
  public record AtWork(long token, String run) {}

  /** Begins to take orders for a start of a run; its caller holds the run's lock. */
  public void open(long token, String job, String run) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.update("DELETE FROM quietus.pace WHERE token <= ?", token);
          jdbc.update(
              "INSERT INTO quietus.pace (token, job, run_id, wish) VALUES (?, ?, ?, ?)",
              token,
              job,
              run,
              PaceOrder.Wish.GO.name());
        });
  }

  /** Takes no more orders for it. */
  public void close(long token) {
    jdbc.update("DELETE FROM quietus.pace WHERE token = ?", token);
  }

  /** The start of a job's run that took the fence last, unless it has ended. */
  public Optional<AtWork> atWork(String job) {
    return jdbc
        .query(
            "SELECT p.token, p.run_id FROM quietus.pace p"
                + " JOIN quietus.fence f ON f.token = p.token WHERE p.job = ?",
            (row, n) -> new AtWork(row.getLong("token"), row.getString("run_id")),
            job)
        .stream()
        .findFirst();
  }

  /** What is wanted of it now. */
  public PaceOrder read(long token) {
    return jdbc
        .query(
            "SELECT wish, slots, rows_per_second, rows_read_per_second FROM quietus.pace"
                + " WHERE token = ?",
            PaceNotes::order,
            token)
        .stream()
        .findFirst()
        .orElse(PaceOrder.NONE);
  }

  private static PaceOrder order(ResultSet row, int n) throws SQLException {
    Integer slots = row.getObject("slots", Integer.class);
    return new PaceOrder(
        PaceOrder.Wish.valueOf(row.getString("wish")),
        slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
        whole(row, "rows_per_second"),
        whole(row, "rows_read_per_second"));
  }

  private static OptionalLong whole(ResultSet row, String column) throws SQLException {
    Long rows = row.getObject(column, Long.class);
    return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
  }

  /** Says whether it may go on; false if there is no such run. */
  public boolean order(long token, PaceOrder.Wish wish) {
    return jdbc.update("UPDATE quietus.pace SET wish = ? WHERE token = ?", wish.name(), token) == 1;
  }

  /** Says how fast it may go, and leaves what is empty as it is; false if there is no such run. */
  public boolean tune(
      long token, OptionalInt slots, OptionalLong rowsPerSecond, OptionalLong rowsReadPerSecond) {
    return jdbc.update(
            "UPDATE quietus.pace SET slots = COALESCE(?, slots),"
                + " rows_per_second = COALESCE(?, rows_per_second),"
                + " rows_read_per_second = COALESCE(?, rows_read_per_second) WHERE token = ?",
            new SqlParameterValue(Types.INTEGER, slots.isPresent() ? slots.getAsInt() : null),
            whole(rowsPerSecond),
            whole(rowsReadPerSecond),
            token)
        == 1;
  }

  private static SqlParameterValue whole(OptionalLong rows) {
    return new SqlParameterValue(Types.BIGINT, rows.isPresent() ? rows.getAsLong() : null);
  }

  /** Notes what the run waits for, or that it goes on. */
  public void waits(long token, Optional<Waiting> wait) {
    jdbc.update(
        "UPDATE quietus.pace SET waits_for = ?, waits_since = ? WHERE token = ?",
        wait.map(Waiting::reason).orElse(null),
        wait.map(one -> LocalDateTime.ofInstant(one.since(), ZoneOffset.UTC)).orElse(null),
        token);
  }

  /** What the run that is at work for a job waits for now. */
  public Optional<Waiting> waiting(String job) {
    return jdbc
        .query(
            "SELECT waits_for, waits_since FROM quietus.pace"
                + " WHERE job = ? AND waits_for IS NOT NULL",
            (row, n) ->
                new Waiting(
                    row.getString("waits_for"),
                    row.getObject("waits_since", LocalDateTime.class).toInstant(ZoneOffset.UTC)),
            job)
        .stream()
        .findFirst();
  }
}
