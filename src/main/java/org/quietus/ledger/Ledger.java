package org.quietus.ledger;

import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkRecord;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.KeptRows;
import org.quietus.target.LedgerLine;
import org.quietus.target.LeftRow;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Appends to the ledger on the connection of the transaction that is open; of what is counted
 * nothing is updated or deleted.
 */
public final class Ledger implements ChunkRecorder {
  private final JdbcTemplate jdbc;
  private final LeftRows leftRows;
  private final BiFunction<String, String, Map<TableName, Long>> copies;

  public Ledger(JdbcTemplate jdbc) {
    this(jdbc, new KeptInVersions(jdbc)::of);
  }

  private Ledger(JdbcTemplate jdbc, BiFunction<String, String, Map<TableName, Long>> copies) {
    this.jdbc = jdbc;
    this.leftRows = new LeftRows(jdbc);
    this.copies = copies;
  }

  /**
   * The same away from home, where it is noted what backups hold.
   *
   * @param kept as {@link #keptInCopies} has it, of a run and a request
   */
  public Ledger withCopies(BiFunction<String, String, Map<TableName, Long>> kept) {
    return new Ledger(jdbc, kept);
  }

  /** The tables of backups that hold rows which were kept for a request, and how many. */
  public Map<TableName, Long> keptInCopies(String run, String request) {
    return copies.apply(run, request);
  }

  @Override
  public void record(ChunkRecord chunk) {
    ChunkId id = chunk.id();
    jdbc.update(
        "INSERT INTO quietus.ledger (run_id, range_no, sequence_no, step_no, request_id, token,"
            + " committed_at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id.run(),
        id.range(),
        id.sequence(),
        chunk.step(),
        chunk.request().orElse(null),
        chunk.token(),
        LocalDateTime.ofInstant(chunk.committedAt(), ZoneOffset.UTC),
        chunk.digest());
    append(id, chunk.lines());
    leftRows.left(chunk);
    leftRows.changed(id.run(), chunk.tokens());
  }

  /** Forgets rows that a run left under a step, for a request or for none, and that are gone. */
  public void gone(String run, int step, Optional<String> request, List<LeftRow> rows) {
    leftRows.gone(run, step, request, rows);
  }

  /** Forgets which rows runs of a job left that have ended; how many they were is certified. */
  public void forgetLeft(String job) {
    leftRows.forgetEnded(job);
  }

  private void append(ChunkId id, List<LedgerLine> lines) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (LedgerLine line : lines) {
      rows.add(values(id, rows.size(), line));
    }
    jdbc.batchUpdate(
        "INSERT INTO quietus.ledger_count (run_id, range_no, sequence_no, line_no, table_name,"
            + " method, deleted, anonymised, unlinked, kept, gone, ambiguous, basis,"
            + " legal_minimum, first_until, last_until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static @Nullable Object[] values(ChunkId id, int number, LedgerLine line) {
    @Nullable KeptRows kept = line.kept().orElse(null);
    return new @Nullable Object[] {
      id.run(),
      id.range(),
      id.sequence(),
      number,
      line.table().toString(),
      line.method(),
      line.counts().deleted(),
      line.counts().anonymised(),
      line.counts().unlinked(),
      line.counts().kept(),
      line.counts().gone(),
      line.counts().ambiguous(),
      kept == null ? null : kept.basis(),
      kept == null ? null : kept.legalMinimum() ? 1 : 0,
      kept == null ? null : kept.firstUntil().orElse(null),
      kept == null ? null : kept.lastUntil().orElse(null)
    };
  }

  @Override
  public boolean isBegun(String run, String request) {
    Integer found =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.ledger WHERE run_id = ? AND request_id = ?",
            Integer.class,
            run,
            request);
    return found != null && found > 0;
  }

  @Override
  public boolean hasDeletedFor(String request) {
    Integer found =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.ledger l JOIN quietus.ledger_count c"
                + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ? AND c.deleted > 0",
            Integer.class,
            request);
    return found != null && found > 0;
  }

  @Override
  public boolean hasActedOn(String request, TableName table, int rows) {
    return hasActedOn(request, table, rows, Instant.EPOCH);
  }

  @Override
  public boolean hasActedOn(String request, TableName table, int rows, Instant since) {
    Long acted =
        jdbc.queryForObject(
            "SELECT COALESCE(SUM(c.deleted + c.anonymised + c.gone), 0) FROM quietus.ledger l"
                + " JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ?"
                + " AND l.committed_at > ? AND c.table_name = ?",
            Long.class,
            request,
            LocalDateTime.ofInstant(since.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC),
            table.toString());
    return acted != null && acted > 0 && acted >= rows;
  }

  @Override
  public long unmatchedFor(String run, String request, TableName table) {
    Long noted =
        jdbc.queryForObject(
            "SELECT COALESCE(SUM(c.ambiguous), 0) FROM quietus.ledger l JOIN quietus.ledger_count c"
                + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no WHERE l.run_id = ? AND l.request_id = ?"
                + " AND c.table_name = ? AND c.method = ?",
            Long.class,
            run,
            request,
            table.toString(),
            Treatment.UNMATCHED.text());
    return noted == null ? 0 : noted;
  }

  @Override
  public boolean hasDeletedByRule(String run, TableName table, Instant since) {
    return !jdbc.queryForList(
            "SELECT 1 FROM quietus.ledger l JOIN quietus.ledger_count c ON c.run_id = l.run_id AND"
                + " c.range_no = l.range_no AND c.sequence_no = l.sequence_no WHERE l.request_id IS"
                + " NULL AND (l.run_id = ? OR l.committed_at >= ?) AND c.table_name = ? AND"
                + " c.deleted > 0 LIMIT 1",
            Integer.class,
            run,
            LocalDateTime.ofInstant(since.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC),
            table.toString())
        .isEmpty();
  }

  @Override
  public boolean hasKeptFor(String run, String request, TableName table) {
    return jdbc.query(
            "SELECT l.run_id, l.committed_at FROM quietus.ledger l JOIN quietus.ledger_count c"
                + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ? AND l.run_id <> ?"
                + " AND c.table_name = ? AND (c.kept > 0 OR c.method = ?)"
                + " ORDER BY l.committed_at DESC LIMIT 1",
            (row, n) ->
                !hasWorkedSince(
                    row.getObject("committed_at", LocalDateTime.class),
                    request,
                    row.getString("run_id"),
                    run),
            request,
            run,
            table.toString(),
            Treatment.UNMATCHED.text())
        .contains(true);
  }

  @Override
  public Map<TableName, Long> keptFor(String run, String request) {
    Map<TableName, Long> left = new LinkedHashMap<>();
    jdbc.query(
        "SELECT c.table_name, l.run_id, MAX(l.committed_at) AS at, SUM(c.kept + c.ambiguous) AS n"
            + " FROM quietus.ledger l JOIN quietus.ledger_count c"
            + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
            + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ? AND l.run_id <> ?"
            + " AND l.range_no < ? AND c.kept + c.ambiguous > 0 AND c.method IN (?, ?)"
            + " AND NOT EXISTS (SELECT 1 FROM quietus.request_event e WHERE e.request_id ="
            + " l.request_id AND e.move = 'accept' AND e.at >= l.committed_at)"
            + " AND NOT EXISTS (SELECT 1 FROM quietus.request_beside b WHERE b.request_id ="
            + " l.request_id AND b.accepted_at >= l.committed_at)"
            + " GROUP BY c.table_name, l.run_id",
        (ResultSet row) -> {
          LocalDateTime at = row.getObject("at", LocalDateTime.class);
          if (!hasWorkedSince(at, request, row.getString("run_id"), run)) {
            left.merge(TableName.parse(row.getString("table_name")), row.getLong("n"), Math::max);
          }
        },
        request,
        run,
        ChunkId.FIRST_OF_VERSIONS,
        Treatment.KEEP.text(),
        Treatment.UNMATCHED.text());
    keptInCopies(run, request).forEach((table, rows) -> left.merge(table, rows, Math::max));
    return left;
  }

  /** The tables in which rows were kept for a request by whatever run. */
  public Set<TableName> tablesKeptFor(String request) {
    return jdbc
        .queryForList(
            "SELECT DISTINCT c.table_name FROM quietus.ledger l JOIN quietus.ledger_count c"
                + " ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no WHERE l.request_id = ? AND c.kept > 0",
            String.class,
            request)
        .stream()
        .map(TableName::parse)
        .collect(Collectors.toSet());
  }

  /** Whether another run than two has worked in the database for a request since, as runs do. */
  private boolean hasWorkedSince(LocalDateTime moment, String request, String one, String other) {
    return !jdbc.queryForList(
            "SELECT 1 FROM quietus.ledger l WHERE l.request_id = ? AND l.run_id <> ?"
                + " AND l.run_id <> ? AND l.committed_at > ? AND l.range_no < ?"
                + " AND (EXISTS (SELECT 1 FROM quietus.run r WHERE r.run_id = l.run_id AND r.scope"
                + " <> ?) OR EXISTS (SELECT 1 FROM quietus.run_beside b WHERE b.run_id = l.run_id"
                + " AND b.scope <> ?)) LIMIT 1",
            Integer.class,
            request,
            one,
            other,
            moment,
            ChunkId.FIRST_OF_VERSIONS,
            Runs.REPLAY,
            Runs.REPLAY)
        .isEmpty();
  }

  @Override
  public boolean recorded(ChunkId id) {
    Integer found =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.ledger"
                + " WHERE run_id = ? AND range_no = ? AND sequence_no = ?",
            Integer.class,
            id.run(),
            id.range(),
            id.sequence());
    return found != null && found > 0;
  }
}
