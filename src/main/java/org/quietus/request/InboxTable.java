package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.JobFile;

/** The table of an inbox: its columns, and what a row of it says. */
final class InboxTable {
  static final String RECEIVED = "received_at";

  /** What takes the identifier out of a row. */
  static final String EMPTY = "identifier_type = NULL, identifier_value = NULL";

  private static final Set<Integer> MOMENTS =
      Set.of(Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);
  private static final List<String> OTHERS =
      List.of(
          "id", "identifier_type", "identifier_value", RECEIVED, "verified", "state", "outcome");
  private static final List<String> TEXTS = List.of("subject", "ground", "requester", "evidence");

  private final String name;
  private final ZoneId zone;
  private final List<String> texts;
  private final String columns;

  /**
   * The inbox of a job.
   *
   * @param name trusted
   * @param zone in which it holds moments
   */
  InboxTable(JobFile job, String name, ZoneId zone) {
    this.name = name;
    this.zone = zone;
    this.texts = texts(job);
    this.columns = String.join(", ", columns(job));
  }

  /** The columns that it must have. */
  static List<String> columns(JobFile job) {
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

  /** Its name, as SQL takes it. */
  @Override
  public String toString() {
    return name;
  }

  /** The query of all its columns, up to the condition. */
  String select() {
    return "SELECT " + columns + " FROM " + name;
  }

  /** A moment as the table holds it. */
  LocalDateTime local(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone);
  }

  /**
   * What a row says, by the names that {@link RequestFields} knows. Who filed it may not have
   * checked anything: verified is only what says so, and what is blank does not.
   */
  Map<String, List<String>> texts(ResultSet row) throws SQLException {
    Map<String, List<String>> read = new LinkedHashMap<>();
    for (String text : texts) {
      put(read, text, row.getString(text));
    }
    Object verified = row.getObject("verified"); // as a text, some products spell it t and f
    String said = verified == null ? "" : verified.toString().strip().toLowerCase(Locale.ROOT);
    put(read, RequestFields.VERIFIED, said.isEmpty() ? "false" : said);
    put(read, RECEIVED, receivedText(row));
    put(read, typeName(row.getString("identifier_type")), row.getString("identifier_value"));
    return read;
  }

  /** When a row was received, of what it says; empty if it says no moment. */
  Optional<Instant> received(Map<String, List<String>> read) {
    return first(read, RECEIVED).flatMap(text -> Filing.moment(text, zone));
  }

  static Optional<String> first(Map<String, List<String>> read, String name) {
    return read.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Databases hold days that are none, such as 0000-00-00; one of these stops its row alone. */
  private @Nullable String receivedText(ResultSet row) throws SQLException {
    try {
      Instant received = receivedAt(row);
      return received == null ? null : received.toString();
    } catch (SQLException | DateTimeException e) {
      if (MOMENTS.contains(row.getMetaData().getColumnType(row.findColumn(RECEIVED)))) {
        return "unreadable";
      }
      throw e;
    }
  }

  /** Some drivers give an instant out with its zone alone, and a day as nothing else. */
  private @Nullable Instant receivedAt(ResultSet row) throws SQLException {
    LocalDateTime local;
    try {
      local = row.getObject(RECEIVED, LocalDateTime.class);
    } catch (SQLException e) {
      if (row.getMetaData().getColumnType(row.findColumn(RECEIVED)) == Types.DATE) {
        @Nullable LocalDate day = row.getObject(RECEIVED, LocalDate.class);
        return day == null ? null : day.atStartOfDay(zone).toInstant();
      }
      return row.getObject(RECEIVED, OffsetDateTime.class).toInstant();
    }
    return local == null ? null : local.atZone(zone).toInstant();
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
