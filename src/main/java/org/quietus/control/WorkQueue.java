package org.quietus.control;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The queue of a run's ranges. Its methods run inside the caller's transaction.
 *
 * <p>A range that was claimed under an older fencing token is free again: its claimant can no
 * longer commit.
 */
public final class WorkQueue {
  private static final String FREE =
      "(state = 'open' OR (state = 'claimed' AND claim_token < ?)"
          + " OR (state = 'claimed' AND claim_token = ? AND claim_slot = ?))";

  private final JdbcTemplate jdbc;

  public WorkQueue(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A range to be appended; see {@link WorkRange}. */
  public record NewRange(
      int step, Optional<String> request, Optional<BigInteger> above, Optional<BigInteger> upto) {}

  /** Appends open ranges behind the existing ones. */
  public void append(String run, List<NewRange> ranges) {
    Integer last =
        jdbc.queryForObject(
            "SELECT COALESCE(MAX(range_no), 0) FROM quietus.work WHERE run_id = ?",
            Integer.class,
            run);
    int next = (last == null ? 0 : last) + 1;
    List<Object[]> rows = new ArrayList<>();
    for (NewRange range : ranges) {
      rows.add(
          new Object[] {
            run,
            next++,
            range.step(),
            range.request().orElse(null),
            range.above().map(BigDecimal::new).orElse(null),
            range.upto().map(BigDecimal::new).orElse(null)
          });
    }
    jdbc.batchUpdate(
        "INSERT INTO quietus.work (run_id, range_no, step_no, request_id, above, upto,"
            + " next_sequence, state) VALUES (?, ?, ?, ?, ?, ?, 1, 'open')",
        rows);
  }

  /** The requests that the run works for. */
  public List<String> requests(String run) {
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.work"
            + " WHERE run_id = ? AND request_id IS NOT NULL ORDER BY request_id",
        String.class,
        run);
  }

  /** Takes what was queued for requests out of the queue. */
  public void drop(String run, Collection<String> requests) {
    requests.forEach(
        request ->
            jdbc.update(
                "UPDATE quietus.work SET state = 'done' WHERE run_id = ? AND request_id = ?",
                run,
                request));
  }

  /**
   * The lowest step that still has unfinished ranges; one that erases children goes ahead of all.
   */
  public Optional<Integer> currentStep(String run) {
    return Optional.ofNullable(
            jdbc.queryForObject(
                "SELECT MIN(w.step_no) FROM quietus.work w JOIN quietus.request r"
                    + " ON r.request_id = w.request_id AND r.ground = 'minor'"
                    + " WHERE w.run_id = ? AND w.state <> 'done'",
                Integer.class,
                run))
        .or(
            () ->
                Optional.ofNullable(
                    jdbc.queryForObject(
                        "SELECT MIN(step_no) FROM quietus.work"
                            + " WHERE run_id = ? AND state <> 'done'",
                        Integer.class,
                        run)));
  }

  /**
   * Claims a free range of a step for a slot, or returns empty when all of them are taken or done.
   *
   * <p>A slot asks only when it holds none; so what is claimed in its name is a claim whose reply
   * was lost, and is its.
   */
  public Optional<WorkRange> claim(String run, int step, long token, int slot) {
    List<WorkRange> free =
        jdbc.query(
            "SELECT * FROM quietus.work WHERE run_id = ? AND step_no = ? AND "
                + FREE
                + " ORDER BY range_no LIMIT 5",
            (row, n) -> range(row),
            run,
            step,
            token,
            token,
            slot);
    for (WorkRange range : free) {
      int claimed =
          jdbc.update(
              "UPDATE quietus.work SET state = 'claimed', claim_token = ?, claim_slot = ?"
                  + " WHERE run_id = ? AND range_no = ? AND "
                  + FREE,
              token,
              slot,
              run,
              range.number(),
              token,
              token,
              slot);
      if (claimed == 1) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  /** Moves a range on by one chunk; the claim must still be the slot's own. */
  public void advance(
      String run,
      int range,
      long token,
      int nextSequence,
      @Nullable String position,
      boolean done) {
    int moved =
        jdbc.update(
            "UPDATE quietus.work SET next_sequence = ?, position_at = ?, state = ?"
                + " WHERE run_id = ? AND range_no = ? AND state = 'claimed' AND claim_token = ?",
            nextSequence,
            position,
            done ? "done" : "claimed",
            run,
            range,
            token);
    if (moved != 1) {
      throw new IllegalStateException("range " + range + " is not claimed by this run any more");
    }
  }

  /** The range as it stands now. */
  public Standing read(String run, int range) {
    return jdbc.query(
            "SELECT * FROM quietus.work WHERE run_id = ? AND range_no = ?",
            (row, n) -> new Standing(range(row), row.getString("state").equals("done")),
            run,
            range)
        .get(0);
  }

  /** A range and whether it is finished. */
  public record Standing(WorkRange range, boolean done) {}

  private static WorkRange range(ResultSet row) throws SQLException {
    return new WorkRange(
        row.getInt("range_no"),
        row.getInt("step_no"),
        Optional.ofNullable(row.getString("request_id")),
        Optional.ofNullable(row.getBigDecimal("above")).map(BigDecimal::toBigInteger),
        Optional.ofNullable(row.getBigDecimal("upto")).map(BigDecimal::toBigInteger),
        Optional.ofNullable(row.getString("position_at")),
        row.getInt("next_sequence"));
  }
}
