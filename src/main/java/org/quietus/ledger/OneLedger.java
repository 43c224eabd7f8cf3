package org.quietus.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.quietus.ledger.LedgerEntries.Over;
import org.quietus.plan.Treatment;
import org.quietus.target.ChunkId;
import org.quietus.target.KeptRows;
import org.quietus.target.LeftRow;
import org.springframework.jdbc.core.JdbcTemplate;

/** One ledger, read by {@link LedgerReader}. */
final class OneLedger {
  private static final int PAGE = 10_000;

  /**
   * What runs of a job that ended since a moment, or have not, changed in the database for
   * requests; away from home only that a run was there is known.
   */
  private static final String ERASED =
      " FROM (SELECT run_id FROM quietus.run WHERE job = ? AND (ended_at IS NULL OR ended_at >= ?)"
          + " UNION SELECT d.run_id FROM quietus.run_database d WHERE d.job = ? AND NOT EXISTS"
          + " (SELECT 1 FROM quietus.run o WHERE o.run_id = d.run_id)) r JOIN quietus.ledger l ON"
          + " l.run_id = r.run_id JOIN quietus.ledger_count c ON c.run_id = l.run_id AND"
          + " c.range_no = l.range_no AND c.sequence_no = l.sequence_no WHERE l.request_id IS NOT"
          + " NULL AND l.range_no < ? AND c.deleted + c.anonymised + c.unlinked > 0";

  private final JdbcTemplate jdbc;

  OneLedger(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Entries over some requests or each of them, of chunks under a condition. */
  List<LedgerEntry> entries(Over over, String run, String among, Object... binds) {
    return new LedgerEntries(jdbc).of(over, run, among, binds);
  }

  /** Rows that a run found nothing to lead to any more, by request and table. */
  List<LedgerReader.Unmatched> unmatched(String run) {
    return jdbc.query(
        "SELECT l.request_id, c.table_name, SUM(c.ambiguous) left_rows FROM quietus.ledger l JOIN"
            + " quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no AND"
            + " c.sequence_no = l.sequence_no WHERE l.run_id = ? AND c.method = ? AND l.request_id"
            + " IS NOT NULL GROUP BY l.request_id, c.table_name ORDER BY l.request_id,"
            + " c.table_name",
        (row, n) ->
            new LedgerReader.Unmatched(
                row.getString("request_id"), row.getString("table_name"), row.getLong("left_rows")),
        run,
        Treatment.UNMATCHED.text());
  }

  /** Rows that runs kept and cut off from a request's person, until after a day. */
  List<LedgerReader.CutOff> cutOff(String run, String request, LocalDate day) {
    return jdbc.query(
        "SELECT l.run_id, c.table_name, c.basis, SUM(c.kept) AS n, MAX(c.legal_minimum) AS minimum,"
            + " MAX(c.last_until) AS last_until, MAX(l.committed_at) AS at FROM quietus.ledger l"
            + " JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no AND"
            + " c.sequence_no = l.sequence_no WHERE l.request_id = ? AND l.run_id <> ? AND"
            + " l.range_no < ? AND c.method = ? AND c.kept > 0 AND c.first_until IS NULL AND"
            + " c.last_until > ? AND EXISTS (SELECT 1 FROM quietus.ledger d JOIN"
            + " quietus.ledger_count e ON e.run_id = d.run_id AND e.range_no = d.range_no AND"
            + " e.sequence_no = d.sequence_no WHERE d.run_id = l.run_id AND d.request_id ="
            + " l.request_id AND d.range_no < ? AND e.deleted + e.anonymised + e.unlinked > 0)"
            + " GROUP BY l.run_id, c.table_name, c.basis",
        (row, n) ->
            new LedgerReader.CutOff(
                row.getString("table_name"),
                new LedgerEntry.Kept(
                    KeptRows.by(
                        row.getString("basis"),
                        row.getInt("minimum") == 1,
                        Optional.empty(),
                        Optional.of(row.getObject("last_until", LocalDate.class))),
                    row.getLong("n")),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC)),
        request,
        run,
        ChunkId.FIRST_OF_VERSIONS,
        Treatment.KEEP.text(),
        day,
        ChunkId.FIRST_OF_VERSIONS);
  }

  /** Whether rows of a request's person were changed or kept, in the data or in copies of it. */
  boolean hasFound(String request) {
    Long found =
        jdbc.queryForObject(
            "SELECT SUM(c.deleted + c.anonymised + c.unlinked + c.kept) FROM quietus.ledger l JOIN"
                + " quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no AND"
                + " c.sequence_no = l.sequence_no WHERE l.request_id = ?",
            Long.class,
            request);
    return found != null && found > 0;
  }

  /** How many rows a run changed. */
  long changed(String run) {
    Long changed =
        jdbc.queryForObject(
            "SELECT SUM(deleted + anonymised + unlinked) FROM quietus.ledger_count WHERE run_id ="
                + " ?",
            Long.class,
            run);
    return changed == null ? 0 : changed;
  }

  /** The requests that a run did something for. */
  List<String> requests(String run) {
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.ledger WHERE run_id = ? AND request_id IS NOT NULL"
            + " ORDER BY request_id",
        String.class,
        run);
  }

  /** The requests that something was done for after a moment. */
  List<String> requestsSince(Instant moment) {
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.ledger WHERE committed_at > ?"
            + " AND request_id IS NOT NULL",
        String.class,
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  /**
   * By request, when something of its person was erased from the database last, in runs of a job
   * that ended since a moment or have not ended.
   */
  Map<String, Instant> lastErased(String job, Instant since) {
    Map<String, Instant> last = new HashMap<>();
    jdbc.query(
        "SELECT l.request_id, MAX(l.committed_at) last_at" + ERASED + " GROUP BY l.request_id",
        row -> {
          last.put(
              row.getString("request_id"),
              row.getObject("last_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
        },
        job,
        utc(since),
        job,
        ChunkId.FIRST_OF_VERSIONS);
    return last;
  }

  /** The tables of which rows were changed for requests after a moment and up to another one. */
  List<String> tablesErased(String job, Instant after, Instant upTo) {
    return jdbc.queryForList(
        "SELECT DISTINCT c.table_name" + ERASED + " AND l.committed_at > ? AND l.committed_at <= ?",
        String.class,
        job,
        utc(after),
        job,
        ChunkId.FIRST_OF_VERSIONS,
        utc(after),
        utc(upTo));
  }

  /**
   * Whether there is anything of some requests in tables of a database, or of copies, but for some
   * of these.
   */
  boolean hasAny(List<String> requests, String database, Set<String> besides) {
    List<String> tables =
        jdbc.queryForList(
            "SELECT DISTINCT c.table_name FROM quietus.ledger l JOIN quietus.ledger_count c ON"
                + " c.run_id = l.run_id AND c.range_no = l.range_no AND c.sequence_no ="
                + " l.sequence_no WHERE SUBSTRING(c.table_name, 1, ?) = ? AND l.request_id IN ("
                + String.join(", ", Collections.nCopies(requests.size(), "?"))
                + ")",
            String.class,
            Stream.concat(Stream.of(database.length() + 1, database + "."), requests.stream())
                .toArray());
    return !besides.containsAll(tables);
  }

  private static LocalDateTime utc(Instant moment) {
    return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
  }

  /** What of a run could not be changed, each row once. */
  List<LedgerReader.Refused> refused(String run) {
    return jdbc.query(
        "SELECT step_no, request_id, table_name, why, COUNT(*) left_rows FROM quietus.left_row"
            + " WHERE run_id = ? AND kind = 'refused' GROUP BY step_no, request_id, table_name, why"
            + " ORDER BY step_no, request_id, table_name, why",
        (row, n) ->
            new LedgerReader.Refused(
                row.getInt("step_no"),
                Optional.of(row.getString("request_id")).filter(id -> !id.isEmpty()),
                row.getString("table_name"),
                row.getString("why"),
                row.getLong("left_rows")),
        run);
  }

  /** The rows that a run could not change, under a condition. */
  List<LeftRow> refusedRows(String run, String among, Object... binds) {
    return new LeftRows(jdbc).refused(run, among, binds);
  }

  /**
   * Gives the digests of a run's chunks, or of one request's, in their order, a page at a time;
   * those of a run do not tell requests apart.
   */
  void eachDigest(
      String run,
      Optional<String> request,
      BiConsumer<LedgerReader.Touch, LedgerReader.ChunkDigest> consumer) {
    int[] last = {Integer.MIN_VALUE, 0};
    int read = PAGE;
    while (read == PAGE) {
      List<Object> binds = new ArrayList<>(List.of(run));
      request.ifPresent(binds::add);
      binds.addAll(List.of(last[0], last[0], last[1]));
      int[] chunks = {0};
      // first the chunks by themselves, or a server may read all of the run for each request
      jdbc.query(
          "SELECT l.step_no, c.table_name, c.method, l.range_no, l.sequence_no, l.digest FROM"
              + " (SELECT run_id, range_no, sequence_no, step_no, digest FROM quietus.ledger"
              + " WHERE run_id = ?"
              + (request.isPresent() ? " AND request_id = ?" : "")
              + " AND (range_no > ? OR (range_no = ? AND sequence_no > ?))"
              + " ORDER BY range_no, sequence_no LIMIT "
              + PAGE
              + ") l LEFT JOIN quietus.ledger_count c ON c.run_id = l.run_id"
              + " AND c.range_no = l.range_no AND c.sequence_no = l.sequence_no"
              + " ORDER BY l.range_no, l.sequence_no, c.line_no",
          row -> {
            LedgerReader.ChunkDigest chunk =
                new LedgerReader.ChunkDigest(
                    row.getInt("range_no"), row.getInt("sequence_no"), row.getBytes("digest"));
            boolean same = last[0] == chunk.range() && last[1] == chunk.sequence();
            chunks[0] += same && chunks[0] > 0 ? 0 : 1;
            last[0] = chunk.range();
            last[1] = chunk.sequence();
            if (row.getString("table_name") != null) {
              consumer.accept(
                  new LedgerReader.Touch(
                      row.getInt("step_no"),
                      request,
                      row.getString("table_name"),
                      LedgerEntries.method(row)),
                  chunk);
            }
          },
          binds.toArray());
      read = chunks[0];
    }
  }

  /**
   * When runs last changed rows for a request, by table in which they did; an unfinished run and
   * one that was given up count.
   */
  Map<String, Instant> changedFor(String request) {
    Map<String, Instant> changed = new HashMap<>();
    jdbc.query(
        "SELECT c.table_name, MAX(l.committed_at) last_at FROM quietus.ledger l"
            + " JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no"
            + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ?"
            + " AND c.deleted + c.anonymised + c.unlinked > 0 GROUP BY c.table_name",
        row -> {
          changed.put(row.getString("table_name"), LedgerEntries.instant(row, "last_at"));
        },
        request);
    return changed;
  }

  /** Whether a run has recorded any chunk for a request. */
  boolean isBegun(String run, String request) {
    return new Ledger(jdbc).isBegun(run, request);
  }

  /** The runs that have acted on a request, an unfinished one included. */
  List<String> runsOf(String request) {
    return jdbc.queryForList(
        "SELECT DISTINCT run_id FROM quietus.ledger WHERE request_id = ?", String.class, request);
  }

  /** The same without those that could not tell whose the rows are, and left all of them. */
  List<String> workedFor(String request) {
    return new LedgerEntries(jdbc).workedFor(request);
  }
}
