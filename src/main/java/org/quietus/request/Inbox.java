package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.JobFile;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table into which applications file requests. A row that is not a request is marked with a code
 * and left, to be put right, until 30 days after it was received; then it loses its identifier and
 * keeps the code. One that is taken loses its identifier in the same transaction. One that was
 * received up to a day later than now waits as it is: it came in meanwhile, or by a clock that is
 * ahead.
 */
public final class Inbox {
  private static final int BATCH = 200;
  private static final Duration AHEAD = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String EMPTY = "identifier_type = NULL, identifier_value = NULL";
  private static final String HOLDING =
      " WHERE state = 'rejected' AND (identifier_value IS NOT NULL OR identifier_type IS NOT NULL)";
  private static final String RECEIVED = "received_at";
  private static final Set<Integer> MOMENTS =
      Set.of(Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);
  private static final List<String> OTHERS =
      List.of(
          "id", "identifier_type", "identifier_value", RECEIVED, "verified", "state", "outcome");
  private static final List<String> TEXTS = List.of("subject", "ground", "requester", "evidence");

  private final JdbcTemplate jdbc;
  private final String table;
  private final ZoneId zone;
  private final RequestFields fields;
  private final RequestFields later;
  private final Instant now;
  private final String columns;
  private final List<String> texts;
  private Optional<String> waited = Optional.empty();

  /**
   * The inbox of a job.
   *
   * @param table its name, trusted
   * @param zone in which it holds moments
   */
  public Inbox(JdbcTemplate jdbc, JobFile job, String table, ZoneId zone, Instant now) {
    this.jdbc = jdbc;
    this.table = table;
    this.zone = zone;
    this.fields = new RequestFields(job, now);
    this.now = now;
    this.later = new RequestFields(job, now.plus(AHEAD));
    this.texts = texts(job);
    this.columns = String.join(", ", columns(job));
  }

  /** The columns that the inbox of a job must have. */
  public static List<String> columns(JobFile job) {
    return Stream.concat(OTHERS.stream(), texts(job).stream()).toList();
  }

  private static List<String> texts(JobFile job) {
    Stream<String> tenant = job.tenants().isEmpty() ? Stream.empty() : Stream.of("tenant");
    boolean purposes =
        job.subjects().values().stream().anyMatch(subject -> !subject.purposes().isEmpty());
    boolean kinds = !job.requests().kinds().isEmpty();
    return Stream.of(
            TEXTS.stream(),
            tenant,
            purposes ? Stream.of("purpose") : Stream.<String>empty(),
            kinds ? Stream.of("kind") : Stream.<String>empty())
        .flatMap(names -> names)
        .toList();
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
   */
  public record Emptied(int taken, Map<String, Integer> rejected, int waiting) {
    /** What becomes of no row. */
    public static final Emptied NOTHING = new Emptied(0, Map.of(), 0);

    /** Both together. */
    public Emptied plus(Emptied more) {
      Map<String, Integer> all = new LinkedHashMap<>(rejected);
      more.rejected.forEach((code, rows) -> all.merge(code, rows, Integer::sum));
      return new Emptied(taken + more.taken, all, waiting + more.waiting);
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
          + (waiting == 0 ? "" : ", " + waiting + " waiting");
    }

    /** Whether there was no row left. */
    public boolean isNothing() {
      return taken == 0 && rejected.isEmpty() && waiting == 0;
    }
  }

  /** Whether the table is there and has the columns that it must have. */
  public boolean isUsable() {
    try {
      jdbc.query("SELECT " + columns + " FROM " + table + " WHERE 1 = 0", row -> {});
      return true;
    } catch (DataAccessException e) {
      return false;
    }
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
            "state = 'taken', outcome = ?, " + EMPTY,
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
    return new Emptied(taken, rejected, waiting);
  }

  /** What has no moment that has passed is kept from now on. */
  private void reject(String id, String code, Map<String, List<String>> row) {
    boolean dated =
        row.getOrDefault(RECEIVED, List.of()).stream()
            .flatMap(text -> Filing.moment(text, zone).stream())
            .anyMatch(received -> !received.isAfter(now));
    String outcome = code.toLowerCase(Locale.ROOT);
    if (dated) {
      update("state = 'rejected', outcome = ?", outcome, id);
    } else {
      requireOne(
          jdbc.update(
                  "UPDATE "
                      + table
                      + " SET state = 'rejected', outcome = ?, "
                      + RECEIVED
                      + " = ? WHERE id = ?",
                  outcome,
                  local(now),
                  id)
              == 1);
    }
  }

  private LocalDateTime local(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone);
  }

  /**
   * Takes the identifiers out of rows that were rejected and have not been put right in time,
   * inside the caller's transaction; returns out of how many.
   */
  public int forgetOld() {
    return jdbc.update(
        "UPDATE "
            + table
            + " SET "
            + EMPTY
            + HOLDING
            + " AND ("
            + RECEIVED
            + " IS NULL OR "
            + RECEIVED
            + " < ? OR "
            + RECEIVED
            + " > ?)",
        local(now.minus(KEPT)),
        local(now.plus(AHEAD)));
  }

  /**
   * Takes the identifiers out of rows that were rejected and name some persons, inside the caller's
   * transaction; returns out of how many.
   */
  public int forget(Predicate<Rejected> erased) {
    List<Rejected> rows = new ArrayList<>();
    jdbc.query(
        "SELECT " + columns + " FROM " + table + HOLDING + " ORDER BY id",
        row -> {
          rows.add(rejected(row));
        });
    List<Rejected> theirs = rows.stream().filter(erased).toList();
    theirs.forEach(
        row ->
            jdbc.update("UPDATE " + table + " SET " + EMPTY + HOLDING + " AND id = ?", row.id()));
    return theirs.size();
  }

  /**
   * A row that was rejected.
   *
   * @param told whom it may name
   */
  public record Rejected(
      String id,
      List<Identifier> told,
      Optional<String> subject,
      Optional<String> tenant,
      Optional<Instant> received) {}

  private Rejected rejected(ResultSet row) throws SQLException {
    Map<String, List<String>> read = texts(row);
    String value = row.getString("identifier_value");
    return new Rejected(
        String.valueOf(row.getString("id")),
        value == null
            ? List.of()
            : told(Optional.ofNullable(row.getString("identifier_type")), value),
        first(read, "subject"),
        first(read, "tenant"),
        first(read, RECEIVED).flatMap(text -> Filing.moment(text, zone)));
  }

  private static Optional<String> first(Map<String, List<String>> read, String name) {
    return read.getOrDefault(name, List.of()).stream().findFirst();
  }

  /**
   * Whom a value names. An address is one whatever type it was filed under by mistake, and so is a
   * telephone number.
   */
  public static List<Identifier> told(Optional<String> type, String value) {
    Optional<Identifier> meant =
        type.map(String::strip)
            .flatMap(IdentifierType::named)
            .flatMap(known -> Identifier.of(known, value));
    return meant.isPresent()
        ? List.of(meant.get())
        : Stream.of(IdentifierType.EMAIL, IdentifierType.PHONE)
            .flatMap(known -> Identifier.of(known, value).stream())
            .toList();
  }

  private boolean waits(String code, Map<String, List<String>> row) {
    return code.equals(RequestRules.RECEIVED_IN_FUTURE) && later.read(row).faults().isEmpty();
  }

  /** The texts of the next rows by their ids, locked; none of those that wait already. */
  private Map<String, Map<String, List<String>>> next() {
    Map<String, Map<String, List<String>>> rows = new LinkedHashMap<>();
    jdbc.query(
        "SELECT "
            + columns
            + " FROM "
            + table
            + " WHERE state = 'new'"
            + (waited.isPresent() ? " AND id > ?" : "")
            + " ORDER BY id LIMIT "
            + BATCH
            + " FOR UPDATE",
        row -> {
          requireOne(rows.put(String.valueOf(row.getString("id")), texts(row)) == null);
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

  /** Who filed the row may not have checked anything: verified is only what says so. */
  private Map<String, List<String>> texts(ResultSet row) throws SQLException {
    Map<String, List<String>> read = new LinkedHashMap<>();
    for (String name : texts) {
      put(read, name, row.getString(name));
    }
    String verified = row.getString("verified");
    put(read, "verified", verified == null ? "false" : verified.toLowerCase(Locale.ROOT));
    put(read, RECEIVED, received(row));
    put(read, typeName(row.getString("identifier_type")), row.getString("identifier_value"));
    return read;
  }

  /** Databases hold days that are none, such as 0000-00-00; one of these stops its row alone. */
  private @Nullable String received(ResultSet row) throws SQLException {
    try {
      LocalDateTime received = row.getObject(RECEIVED, LocalDateTime.class);
      return received == null ? null : received.atZone(zone).toInstant().toString();
    } catch (SQLException | DateTimeException e) {
      if (MOMENTS.contains(row.getMetaData().getColumnType(row.findColumn(RECEIVED)))) {
        return "unreadable";
      }
      throw e;
    }
  }

  private static String typeName(@Nullable String type) {
    return type == null ? "" : type.strip();
  }

  private static void put(Map<String, List<String>> texts, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      texts.put(name, List.of(value.strip()));
    }
  }
}
