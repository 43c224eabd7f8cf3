package org.quietus.control;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
  private static final String OPEN = "state = 'open'";
  private static final String ABANDONED =
      "state = 'claimed' AND (claim_token < ? OR (claim_token = ? AND claim_slot = ?))";

  private final JdbcTemplate jdbc;
  private final String alongItsIndex;

  /** {@code alongItsIndex} has a select from the queue walk along its index. */
  public WorkQueue(JdbcTemplate jdbc, String alongItsIndex) {
    this.jdbc = jdbc;
    this.alongItsIndex = alongItsIndex;
  }

  /** A range to be appended; see {@link WorkRange}. */
  public record NewRange(
      int step, Optional<String> request, Optional<BigInteger> above, Optional<BigInteger> upto) {}

  /** Appends open ranges behind the existing ones. */
  public void append(String run, List<NewRange> ranges) {
    @Nullable Integer highest =
        jdbc.queryForObject(
            "SELECT MAX(range_no) FROM quietus.work WHERE run_id = ?", Integer.class, run);
    int last = highest == null ? 0 : highest;
    int next = last + 1;
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
    if (ranges.stream().anyMatch(range -> range.request().isPresent())) {
      jdbc.update(
          "UPDATE quietus.work SET turn_no = 0 WHERE run_id = ? AND range_no > ? AND request_id IN"
              + " (SELECT request_id FROM quietus.request WHERE ground = 'minor')",
          run,
          last);
    }
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
   * Whose turn it is: the ranges of one step, or those of children in it.
   *
   * @param number 0 for children, who go ahead of all
   */
  public record Turn(int number, int step) {}

  /** The first turn that still has unfinished ranges; reads none of those that are done. */
  public Optional<Turn> current(String run) {
    return jdbc
        .query(
            firstTurn("open") + " UNION ALL " + firstTurn("claimed"),
            (row, n) -> new Turn(row.getInt("turn_no"), row.getInt("step_no")),
            run,
            run)
        .stream()
        .min(Comparator.comparingInt(Turn::number).thenComparingInt(Turn::step));
  }

  private String firstTurn(String state) {
    return "(SELECT turn_no, step_no FROM quietus.work"
        + alongItsIndex
        + " WHERE run_id = ? AND state = '"
        + state
        + "' ORDER BY turn_no, step_no LIMIT 1)";
  }

  /**
   * Claims a free range of a turn for a slot, or returns empty when all of them are taken or done.
   *
   * <p>A slot asks only when it holds none; so what is claimed in its name is a claim whose reply
   * was lost, and is its.
   */
  public Optional<WorkRange> claim(String run, Turn turn, long token, int slot) {
    List<Integer> free =
        jdbc.queryForList(
            free(ABANDONED) + " UNION ALL " + free(OPEN),
            Integer.class,
            run,
            turn.number(),
            turn.step(),
            token,
            token,
            slot,
            run,
            turn.number(),
            turn.step());
    for (int range : free) {
      int claimed =
          jdbc.update(
              "UPDATE quietus.work SET state = 'claimed', claim_token = ?, claim_slot = ?"
                  + " WHERE run_id = ? AND range_no = ? AND ("
                  + OPEN
                  + " OR "
                  + ABANDONED
                  + ")",
              token,
              slot,
              run,
              range,
              token,
              token,
              slot);
      if (claimed == 1) {
        return Optional.of(read(run, range).range());
      }
    }
    return Optional.empty();
  }

  /**
   * Of the index alone, in its order: asked to sort, or with statistics of a table that has just
   * grown, the optimizer may prefer the primary key, and then reads all that are done.
   */
  private String free(String state) {
    return "(SELECT range_no FROM quietus.work"
        + alongItsIndex
        + " WHERE run_id = ? AND turn_no = ? AND step_no = ? AND"
        + " "
        + state
        + " LIMIT 5)";
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
