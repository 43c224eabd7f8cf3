package org.quietus.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.ledger.Ledger;
import org.quietus.plan.Step;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.request.SealingKey;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkRecord;
import org.quietus.target.GoneKey;
import org.quietus.target.LedgerLine;
import org.quietus.target.RowCounts;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Partitions that are to be dropped, beside the data: noted as {@code intended} with their count
 * before, and as {@code done} in the transaction that puts the count into the ledger. Its methods
 * run inside the caller's transaction.
 */
public final class PartitionDrops {
  private static final String INTENDED = "intended";

  private final JdbcTemplate jdbc;
  private final Ledger ledger;
  private final StoredKeys keys;
  private final Clock clock;

  PartitionDrops(JdbcTemplate jdbc, Ledger ledger, StoredKeys keys, Clock clock) {
    this.jdbc = jdbc;
    this.ledger = ledger;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A partition that a run means to drop, and how many rows it was to take.
   *
   * @param table as the job file of that run calls it
   */
  public record Drop(
      String run, int range, int step, TableName table, String partition, long rows) {}

  /**
   * Notes one, whose rows were counted while nobody else could write.
   *
   * @param row one of them, for {@link #row}
   */
  public Drop intend(
      String run, Step step, String schema, String partition, long rows, Optional<GoneKey> row) {
    TableName table = step.root().table();
    @Nullable Integer last =
        jdbc.queryForObject(
            "SELECT MAX(range_no) FROM quietus.partition_drop WHERE run_id = ?",
            Integer.class,
            run);
    Drop drop =
        new Drop(
            run,
            last == null ? ChunkId.FIRST_OF_PARTITIONS : last + 1,
            step.number(),
            table,
            partition,
            rows);
    jdbc.update(
        "INSERT INTO quietus.partition_drop (run_id, range_no, step_no, schema_name, table_name,"
            + " ledger_table, partition_name, row_count, row_key, state, intended_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        run,
        drop.range(),
        step.number(),
        schema,
        table.table(),
        table.toString(),
        partition,
        rows,
        keys.text(row.map(key -> new RowValues(List.of(key.encode()))), run),
        INTENDED,
        now());
    return drop;
  }

  /**
   * A row that one had; empty if none was noted.
   *
   * @throws SealingKey.SealedOtherwise if only the job that means to drop it can read that
   */
  public Optional<GoneKey> row(Drop drop) {
    return jdbc
        .query(
            "SELECT row_key FROM quietus.partition_drop WHERE run_id = ? AND range_no = ?",
            (row, n) -> keys.row(row.getString(1), drop.run()),
            drop.run(),
            drop.range())
        .stream()
        .flatMap(Optional::stream)
        .map(row -> GoneKey.decode(String.valueOf(row.values().get(0))))
        .findFirst();
  }

  /** Those in a schema of which nobody has seen yet what became of them, whoever began them. */
  public List<Drop> open(String schema) {
    return jdbc.query(
        "SELECT * FROM quietus.partition_drop WHERE schema_name = ? AND state = ?"
            + " ORDER BY run_id, range_no",
        (row, n) -> drop(row),
        schema,
        INTENDED);
  }

  private static Drop drop(ResultSet row) throws SQLException {
    return new Drop(
        row.getString("run_id"),
        row.getInt("range_no"),
        row.getInt("step_no"),
        TableName.parse(row.getString("ledger_table")),
        row.getString("partition_name"),
        row.getLong("row_count"));
  }

  /**
   * Puts the count of one that is gone into the ledger.
   *
   * @param token the fencing token that this is done under
   * @return how many rows that are; 0 if it had been done before
   */
  public long done(Drop drop, long token) {
    return settled(drop, "done") ? record(drop, token, RowCounts.ofDeleted(drop.rows())) : 0;
  }

  /** Notes that its table went too, whoever removed that: its rows are gone, and not by us. */
  public void goneWithItsTable(Drop drop, long token) {
    if (settled(drop, "withdrawn")) {
      record(drop, token, RowCounts.ofGone(drop.rows()));
    }
  }

  /** Notes that one was not dropped. */
  public void withdrawn(Drop drop) {
    settled(drop, "withdrawn");
  }

  private boolean settled(Drop drop, String state) {
    return jdbc.update(
            "UPDATE quietus.partition_drop SET state = ?, settled_at = ?, row_key = NULL"
                + " WHERE run_id = ? AND range_no = ? AND state = ?",
            state,
            now(),
            drop.run(),
            drop.range(),
            INTENDED)
        == 1;
  }

  private long record(Drop drop, long token, RowCounts counts) {
    ledger.record(
        new ChunkRecord(
            new ChunkId(drop.run(), drop.range(), 1),
            drop.step(),
            Optional.empty(),
            token,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            List.of(LedgerLine.of(drop.table(), Treatment.DROP.text(), counts)),
            digest(drop.rows())));
    return counts.changed();
  }

  /** No row is known but that it was one of so many. */
  private static byte[] digest(long rows) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("a partition of " + rows + " rows").getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private LocalDateTime now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return LocalDateTime.ofInstant(now, ZoneOffset.UTC);
  }
}
