package org.quietus.control;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.request.SealingKey;
import org.quietus.target.KeyRange;
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
  private final StoredKeys keys;
  private final String alongItsIndex;

  /** {@code alongItsIndex} has a select from the queue walk along its index. */
  public WorkQueue(JdbcTemplate jdbc, String alongItsIndex, Supplier<SealingKey> key) {
    this.jdbc = jdbc;
    this.alongItsIndex = alongItsIndex;
    this.keys = new StoredKeys(key);
  }

  /** How it stores keys of rows. */
  StoredKeys keys() {
    return keys;
  }

  /** A range to be appended; see {@link WorkRange}. */
  public record NewRange(int step, Optional<String> request, KeyRange keys) {
    /** Everything that a step does for a request. */
    public static NewRange of(int step, String request) {
      return new NewRange(step, Optional.of(request), KeyRange.BY_INDEX);
    }
  }

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
            keys.text(range.keys().above(), run),
            keys.text(range.keys().upto(), run),
            range.keys().byIndex() ? 1 : 0
          });
    }
    jdbc.batchUpdate(
        "INSERT INTO quietus.work (run_id, range_no, step_no, request_id, above_key, upto_key,"
            + " by_index, next_sequence, state) VALUES (?, ?, ?, ?, ?, ?, ?, 1, 'open')",
        rows);
    if (ranges.stream().anyMatch(range -> range.request().isPresent())) {
      jdbc.update(
          "UPDATE quietus.work SET turn_no = 0 WHERE run_id = ? AND range_no > ? AND request_id IN"
              + " (SELECT request_id FROM quietus.request WHERE ground = 'minor' UNION ALL"
              + " SELECT request_id FROM quietus.request_beside WHERE minor = 1)",
          run,
          last);
    }
  }

  /** Ends a range that a slot has claimed at a key; what is behind becomes a range of its own. */
  public WorkRange cut(String run, WorkRange range, RowValues key) {
    jdbc.update(
        "UPDATE quietus.work SET upto_key = ? WHERE run_id = ? AND range_no = ?",
        keys.text(Optional.of(key), run),
        run,
        range.number());
    append(run, List.of(new NewRange(range.step(), range.request(), range.keys().above(key))));
    return range.upto(key);
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
    jdbc.batchUpdate(
        "UPDATE quietus.work SET state = 'done' WHERE run_id = ? AND request_id = ?",
        requests.stream().map(request -> new Object[] {run, request}).toList());
  }

  /** Ends what is left of the queue of a run that has ended. */
  public void end(String run) {
    jdbc.update("UPDATE quietus.work SET state = 'done' WHERE run_id = ? AND state <> 'done'", run);
  }

  /**
   * Whose turn it is: the ranges of one step, or those of children in it.
   *
   * @param number 0 for children, who go ahead of all
   */
  public record Turn(int number, int step) {}

  /** The first turn that still has unfinished ranges; reads none of those that are done. */
  public Optional<Turn> current(String run) {
    return current(run, Optional.empty());
  }

  /** The same of some steps alone, if they are given. */
  public Optional<Turn> current(String run, Optional<Set<Integer>> only) {
    if (only.filter(Set::isEmpty).isPresent()) {
      return Optional.empty();
    }
    String among =
        only.map(
                steps ->
                    " AND step_no IN ("
                        + steps.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ")")
            .orElse("");
    return jdbc
        .query(
            firstTurn("open", among) + " UNION ALL " + firstTurn("claimed", among),
            (row, n) -> new Turn(row.getInt("turn_no"), row.getInt("step_no")),
            run,
            run)
        .stream()
        .min(Comparator.comparingInt(Turn::number).thenComparingInt(Turn::step));
  }

  private String firstTurn(String state, String among) {
    return "(SELECT turn_no, step_no FROM quietus.work"
        + alongItsIndex
        + " WHERE run_id = ? AND state = '"
        + state
        + "'"
        + among
        + " ORDER BY turn_no, step_no LIMIT 1)";
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
      Optional<RowValues> position,
      boolean done) {
    int moved =
        jdbc.update(
            "UPDATE quietus.work SET next_sequence = ?, position_key = ?, state = ?"
                + " WHERE run_id = ? AND range_no = ? AND state = 'claimed' AND claim_token = ?",
            nextSequence,
            keys.text(position, run),
            done ? "done" : "claimed",
            run,
            range,
            token);
    if (moved != 1) {
      throw new IllegalStateException("range " + range + " is not claimed by this run any more");
    }
  }

  /** Lets others have what a slot holds, from where it is; a range that it has no more stays. */
  public void giveBack(String run, int range, long token, int slot) {
    jdbc.update(
        "UPDATE quietus.work SET state = 'open' WHERE run_id = ? AND range_no = ?"
            + " AND state = 'claimed' AND claim_token = ? AND claim_slot = ?",
        run,
        range,
        token,
        slot);
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

  private WorkRange range(ResultSet row) throws SQLException {
    String run = row.getString("run_id");
    Optional<RowValues> above = number(row.getBigDecimal("above"));
    Optional<RowValues> upto = number(row.getBigDecimal("upto"));
    Optional<RowValues> position = stored(row, "position_at", run);
    boolean byIndex = row.getInt("by_index") == 1 && above.isEmpty() && upto.isEmpty();
    return new WorkRange(
        row.getInt("range_no"),
        row.getInt("step_no"),
        Optional.ofNullable(row.getString("request_id")),
        new KeyRange(
            above.isPresent() ? above : stored(row, "above_key", run),
            upto.isPresent() ? upto : stored(row, "upto_key", run),
            byIndex),
        stored(row, "position_key", run).or(() -> position),
        row.getInt("next_sequence"));
  }

  private Optional<RowValues> stored(ResultSet row, String column, String run) throws SQLException {
    return keys.row(row.getString(column), run);
  }

  /** As bounds were stored when only those of numbers were. */
  private static Optional<RowValues> number(@Nullable BigDecimal stored) {
    return Optional.ofNullable(stored).map(bound -> new RowValues(List.of(bound.toBigInteger())));
  }
}
