package org.quietus.request;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.JobFile;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table into which applications file requests. A row that is not a request is marked with a code
 * and left, to be put right ({@link RejectedRows}). One that is taken loses its identifier in the
 * same transaction. One that was received up to a day later than now waits as it is: it came in
 * meanwhile, or by a clock that is ahead.
 */
public final class Inbox {
  private static final int BATCH = 200;
  private static final List<String> WORKED_OFF = List.of("taken", "rejected");

  /** How far clocks may be ahead, or a run behind what it takes in. */
  static final Duration AHEAD = Duration.ofDays(1);

  private final JdbcTemplate jdbc;
  private final InboxTable table;
  private final RequestFields fields;
  private final RequestFields later;
  private final Instant now;
  private Optional<String> waited = Optional.empty();

  /**
   * The inbox of a job.
   *
   * @param table its name, trusted
   * @param zone in which it holds moments
   */
  public Inbox(JdbcTemplate jdbc, JobFile job, String table, ZoneId zone, Instant now) {
    this.jdbc = jdbc;
    this.table = new InboxTable(job, table, zone);
    this.fields = new RequestFields(job, now);
    this.now = now;
    this.later = new RequestFields(job, now.plus(AHEAD));
  }

  /** The columns that the inbox of a job must have. */
  public static List<String> columns(JobFile job) {
    return InboxTable.columns(job);
  }

  /** The rows that were rejected. */
  public RejectedRows rejected() {
    return new RejectedRows(jdbc, table, now);
  }

  /** Takes one request in and returns its id. */
  public interface Taking {
    String take(NewRequest request);
  }

  /**
   * What became of some rows.
   *
   * @param rejected how many for each code
   * @param waiting how many stay for another time, since they were received later than now
   * @param passed how many are passed over, since their state is none that there is
   */
  public record Emptied(int taken, Map<String, Integer> rejected, int waiting, int passed) {
    /** What becomes of no row. */
    public static final Emptied NOTHING = new Emptied(0, Map.of(), 0, 0);

    /** Both together. */
    public Emptied plus(Emptied more) {
      Map<String, Integer> all = new LinkedHashMap<>(rejected);
      more.rejected.forEach((code, rows) -> all.merge(code, rows, Integer::sum));
      return new Emptied(taken + more.taken, all, waiting + more.waiting, passed + more.passed);
    }

    @Override
    public String toString() {
      int rows = rejected.values().stream().mapToInt(Integer::intValue).sum();
      return "inbox: "
          + taken
          + " taken, "
          + rows
          + " rejected"
          + (rows == 0 ? "" : " " + rejected.toString().toLowerCase(Locale.ROOT))
          + (waiting == 0 ? "" : ", " + waiting + " waiting")
          + (passed == 0
              ? ""
              : ", " + passed + " passed over: 'state' is none of new, taken and rejected");
    }

    /** Whether there was no row left. */
    public boolean isNothing() {
      return equals(NOTHING);
    }
  }

  /** Whether the table is there and has the columns that it must have. */
  public boolean isUsable() {
    try {
      jdbc.query(table.select() + " WHERE 1 = 0", row -> {});
      return true;
    } catch (DataAccessException e) {
      return false;
    }
  }

  /** How many rows wait to be taken in. */
  public long waiting() {
    Long rows =
        jdbc.queryForObject("SELECT COUNT(*) FROM " + table + " WHERE state = 'new'", Long.class);
    return rows == null ? 0 : rows;
  }

  /** Counts the rows that are neither to be taken nor worked off, as by another spelling. */
  public Emptied passed() {
    int[] passed = {0};
    jdbc.query(
        "SELECT state, COUNT(*) AS filed FROM "
            + table
            + " WHERE state IS NULL OR state <> 'new' GROUP BY state",
        row -> {
          String state = String.valueOf(row.getString("state")).strip();
          if (WORKED_OFF.stream().noneMatch(state::equalsIgnoreCase)) {
            passed[0] += row.getInt("filed");
          }
        });
    return new Emptied(0, Map.of(), 0, passed[0]);
  }

  /** Works off the next rows, inside the caller's transaction; those that wait are passed once. */
  public Emptied takeNext(Taking taking) {
    int taken = 0;
    int waiting = 0;
    Map<String, Integer> rejected = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, List<String>>> row : next().entrySet()) {
      RequestFields.Read read = fields.read(row.getValue());
      Optional<String> code = read.faults().stream().map(RequestRules.Fault::code).findFirst();
      if (code.isEmpty()) {
        taken++;
        update(
            "state = 'taken', outcome = ?, " + InboxTable.EMPTY,
            taking.take(read.request().orElseThrow()),
            row.getKey());
      } else if (waits(code.get(), row.getValue())) {
        waiting++;
        waited = Optional.of(row.getKey());
      } else {
        rejected.merge(code.get(), 1, Integer::sum);
        reject(row.getKey(), code.get(), row.getValue());
      }
    }
    return new Emptied(taken, rejected, waiting, 0);
  }

  /** What has no moment that has passed is kept from now on. */
  private void reject(String id, String code, Map<String, List<String>> row) {
    boolean dated =
        table
            .received(row)
            .filter(at -> !at.isAfter(now) && !RequestRules.isTooEarly(at))
            .isPresent();
    String outcome = code.toLowerCase(Locale.ROOT);
    if (dated) {
      update("state = 'rejected', outcome = ?", outcome, id);
    } else {
      requireOne(
          jdbc.update(
                  "UPDATE "
                      + table
                      + " SET state = 'rejected', outcome = ?, "
                      + InboxTable.RECEIVED
                      + " = ? WHERE id = ?",
                  outcome,
                  table.local(now),
                  id)
              == 1);
    }
  }

  private boolean waits(String code, Map<String, List<String>> row) {
    return code.equals(RequestRules.RECEIVED_IN_FUTURE) && later.read(row).faults().isEmpty();
  }

  /** The texts of the next rows by their ids, locked; none of those that wait already. */
  private Map<String, Map<String, List<String>>> next() {
    Map<String, Map<String, List<String>>> rows = new LinkedHashMap<>();
    jdbc.query(
        table.select()
            + " WHERE state = 'new'"
            + (waited.isPresent() ? " AND id > ?" : "")
            + " ORDER BY id LIMIT "
            + BATCH
            + " FOR UPDATE",
        row -> {
          requireOne(rows.put(String.valueOf(row.getString("id")), table.texts(row)) == null);
        },
        waited.stream().toArray());
    return rows;
  }

  private void update(String set, String outcome, String id) {
    requireOne(jdbc.update("UPDATE " + table + " SET " + set + " WHERE id = ?", outcome, id) == 1);
  }

  /** What an id does not name alone would be lost, or taken again and again. */
  private void requireOne(boolean one) {
    if (!one) {
      throw new NotPossible(
          "column 'id' of the inbox "
              + table
              + " does not name each row by itself; make it the primary key, as"
              + " sql/samples/inbox.sql does");
    }
  }
}
