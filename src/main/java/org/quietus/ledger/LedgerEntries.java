package org.quietus.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.plan.Treatment;
import org.quietus.target.KeptRows;
import org.quietus.target.RowCounts;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sums the counts of a run's chunks up to entries. */
final class LedgerEntries {
  private final JdbcTemplate jdbc;

  LedgerEntries(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Whom entries sum up over. */
  enum Over {
    /** One entry for each request, and one for what no request is about. */
    EACH_REQUEST("l.request_id, "),
    /** One entry for all of them: as many as there are tables, however many requests there are. */
    ALL_REQUESTS("");

    private final String grouped;

    Over(String grouped) {
      this.grouped = grouped;
    }
  }

  /**
   * One entry per step, request if they are told apart, table and method, in that order, of a run's
   * chunks that meet a condition.
   *
   * @param among the condition with its leading {@code AND}, {@code %s} for the ledger's alias
   * @param binds its values; a request's id is the only one there is
   */
  List<LedgerEntry> of(Over over, String run, String among, Object... binds) {
    Map<LeftRows.Place, Long> shared =
        new LeftRows(jdbc).shared(over == Over.EACH_REQUEST, run, among, binds);
    Object[] all = Stream.concat(Stream.of(run), Stream.of(binds)).toArray();
    Map<LedgerReader.Touch, LedgerEntry> entries = new LinkedHashMap<>();
    String grouped = "l.step_no, " + over.grouped + "c.table_name, c.method, c.basis";
    jdbc.query(
        "SELECT "
            + grouped
            + ", SUM(c.deleted) deleted,"
            + " SUM(c.anonymised) anonymised, SUM(c.unlinked) unlinked, SUM(c.kept) kept,"
            + " SUM(c.gone) gone, SUM(c.ambiguous) ambiguous, MAX(c.legal_minimum)"
            + " minimum, MIN(c.first_until) first_until, MAX(c.last_until) last_until,"
            + " MIN(l.committed_at) first_at, MAX(l.committed_at) last_at FROM quietus.ledger l"
            + " JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no AND"
            + " c.sequence_no = l.sequence_no WHERE l.run_id = ?"
            + among.formatted("l")
            + " GROUP BY "
            + grouped
            + " ORDER BY "
            + grouped,
        row -> {
          Optional<String> request =
              over == Over.EACH_REQUEST
                  ? Optional.ofNullable(row.getString("request_id"))
                  : Optional.empty();
          LedgerEntry entry = entry(row, request, shared, binds.length > 0);
          entries.merge(LedgerReader.Touch.of(entry), entry, LedgerEntries::joined);
        },
        all);
    return List.copyOf(entries.values());
  }

  /** {@code ofRequest} if a row that others are told of too counts. */
  private static LedgerEntry entry(
      ResultSet row, Optional<String> request, Map<LeftRows.Place, Long> shared, boolean ofRequest)
      throws SQLException {
    boolean told = row.getString("method").equals(Treatment.REVIEW_TOO.text());
    RowCounts counts =
        new RowCounts(
            row.getLong("deleted"),
            row.getLong("anonymised"),
            row.getLong("unlinked"),
            row.getLong("kept"),
            row.getLong("gone"),
            told && !ofRequest ? 0 : row.getLong("ambiguous"),
            0);
    List<LedgerEntry.Kept> kept = new ArrayList<>();
    String basis = row.getString("basis");
    if (basis != null) {
      KeptRows rows =
          KeptRows.by(
                  basis,
                  row.getInt("minimum") == 1,
                  day(row, "first_until"),
                  day(row, "last_until"))
              .under(row.getString("method"));
      if (rows.shared()) {
        LeftRows.Place place =
            new LeftRows.Place(
                row.getInt("step_no"), request.orElse(""), row.getString("table_name"));
        counts = counts.plus(RowCounts.ofKept(shared.getOrDefault(place, 0L)));
      }
      if (counts.kept() > 0) {
        kept.add(new LedgerEntry.Kept(rows, counts.kept()));
      }
    }
    return new LedgerEntry(
        row.getInt("step_no"),
        request,
        row.getString("table_name"),
        method(row),
        counts,
        kept,
        instant(row, "first_at"),
        instant(row, "last_at"));
  }

  /** The runs that have acted on a request, but those that left all of its rows for review. */
  List<String> workedFor(String request) {
    String ofChunk =
        "(SELECT 1 FROM quietus.ledger_count c WHERE c.run_id = l.run_id"
            + " AND c.range_no = l.range_no AND c.sequence_no = l.sequence_no AND ";
    return jdbc.queryForList(
        "SELECT DISTINCT run_id FROM quietus.ledger l WHERE request_id = ? AND (NOT EXISTS "
            + ofChunk
            + "c.method = ?) OR EXISTS "
            + ofChunk
            + "c.deleted + c.anonymised + c.unlinked + c.kept + c.gone > 0))",
        String.class,
        request,
        Treatment.REVIEW.text());
  }

  /** The method of a row, of which the ledger knows two where people read one. */
  static String method(ResultSet row) throws SQLException {
    String method = row.getString("method");
    return method.equals(Treatment.REVIEW_TOO.text()) ? Treatment.REVIEW.text() : method;
  }

  private static LedgerEntry joined(LedgerEntry one, LedgerEntry other) {
    List<LedgerEntry.Kept> kept = new ArrayList<>(one.kept());
    kept.addAll(other.kept());
    return new LedgerEntry(
        one.step(),
        one.request(),
        one.table(),
        one.method(),
        one.counts().plus(other.counts()),
        kept,
        one.first().isBefore(other.first()) ? one.first() : other.first(),
        one.last().isAfter(other.last()) ? one.last() : other.last());
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
