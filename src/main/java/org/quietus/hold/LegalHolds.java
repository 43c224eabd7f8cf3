package org.quietus.hold;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The holds and restrictions on a schema, of all its jobs, in the control schema; runs inside the
 * caller's transaction, which raises the hold epoch too.
 */
public final class LegalHolds {
  private final JdbcTemplate jdbc;
  private final String schema;

  /** {@code schema} is where the tables lie: beside the control schema there may be several. */
  public LegalHolds(JdbcTemplate jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** Sets a hold on the rows that meet a condition. */
  public void add(LegalHold hold) {
    insert(hold, null);
  }

  /** Sets a hold on a person. */
  public void add(LegalHold hold, SealedPerson person, SealingKey key) {
    insert(hold, person.sealedWith(key, hold.id()));
  }

  private void insert(LegalHold hold, byte @Nullable [] sealed) {
    jdbc.update(
        "INSERT INTO quietus.legal_hold (hold_id, job, kind, reference, case_reference, basis,"
            + " review_on, request_id, schema_name, table_name, condition_text, graph, sealed,"
            + " set_at, set_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        hold.id(),
        hold.job(),
        hold.kind().word(),
        hold.reference(),
        hold.caseReference().orElse(null),
        hold.basis(),
        hold.review(),
        hold.request().orElse(null),
        schema,
        hold.extent().table(),
        hold.extent() instanceof LegalHold.Matching matching ? matching.condition() : null,
        hold.extent() instanceof LegalHold.OfPerson person ? person.graph() : null,
        sealed,
        utc(hold.setAt()),
        hold.setBy());
  }

  /** All holds, released ones too, the oldest first. */
  public List<LegalHold> all() {
    return jdbc.query(
        "SELECT * FROM quietus.legal_hold WHERE schema_name = ? ORDER BY set_at, hold_id",
        (row, n) -> hold(row),
        schema);
  }

  /** The hold of that id, whichever tables it is on. */
  public Optional<LegalHold> find(String id) {
    return jdbc
        .query("SELECT * FROM quietus.legal_hold WHERE hold_id = ?", (row, n) -> hold(row), id)
        .stream()
        .findFirst();
  }

  /** All holds of a job in a control schema, released ones too, the oldest first. */
  public static List<LegalHold> ofJob(JdbcTemplate jdbc, String job) {
    return jdbc.query(
        "SELECT * FROM quietus.legal_hold WHERE job = ? ORDER BY set_at, hold_id",
        (row, n) -> hold(row),
        job);
  }

  /** Those that bind. */
  public List<LegalHold> active() {
    return all().stream().filter(LegalHold::isActive).toList();
  }

  /** Who is held; fails if that was sealed under another key. */
  public SealedPerson person(LegalHold hold, SealingKey key) {
    byte[] sealed =
        jdbc.queryForObject(
            "SELECT sealed FROM quietus.legal_hold WHERE hold_id = ?", byte[].class, hold.id());
    if (sealed == null) {
      throw new IllegalStateException("hold " + hold.id() + " was released; nobody is held by it");
    }
    return SealedPerson.opened(sealed, key, hold.id());
  }

  /** Takes over a hold that was kept under another name for the place of its tables. */
  public void takeOver(LegalHold hold) {
    jdbc.update(
        "UPDATE quietus.legal_hold SET schema_name = ? WHERE hold_id = ?", schema, hold.id());
  }

  /** Takes back a hold that was not set after all. */
  public void takeBack(LegalHold hold) {
    jdbc.update(
        "DELETE FROM quietus.legal_hold WHERE hold_id = ? AND schema_name = ?", hold.id(), schema);
  }

  /** Takes in rows that were found since. */
  public void found(LegalHold hold, SealedPerson person, SealingKey key) {
    jdbc.update(
        "UPDATE quietus.legal_hold SET sealed = ? WHERE hold_id = ? AND released_at IS NULL",
        person.sealedWith(key, hold.id()),
        hold.id());
  }

  /** Ends a hold and forgets who was held; false if it had ended before. */
  public boolean release(LegalHold hold, Instant at, String reason) {
    return jdbc.update(
            "UPDATE quietus.legal_hold SET released_at = ?, release_reason = ?, sealed = NULL"
                + " WHERE hold_id = ? AND released_at IS NULL",
            utc(at),
            reason,
            hold.id())
        > 0;
  }

  private static LegalHold hold(ResultSet row) throws SQLException {
    String table = row.getString("table_name");
    String condition = row.getString("condition_text");
    return new LegalHold(
        row.getString("hold_id"),
        row.getString("job"),
        LegalHold.Kind.of(row.getString("kind")),
        row.getString("reference"),
        Optional.ofNullable(row.getString("case_reference")),
        row.getString("basis"),
        row.getObject("review_on", LocalDate.class),
        Optional.ofNullable(row.getString("request_id")),
        condition == null
            ? new LegalHold.OfPerson(table, row.getString("graph"))
            : new LegalHold.Matching(table, condition),
        instant(row.getObject("set_at", LocalDateTime.class)),
        row.getString("set_by"),
        release(row));
  }

  private static Optional<LegalHold.Release> release(ResultSet row) throws SQLException {
    @Nullable LocalDateTime at = row.getObject("released_at", LocalDateTime.class);
    return at == null
        ? Optional.empty()
        : Optional.of(new LegalHold.Release(instant(at), row.getString("release_reason")));
  }

  private static Instant instant(LocalDateTime utc) {
    return utc.toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
