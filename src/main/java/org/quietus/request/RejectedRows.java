package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of an inbox that no request was made of. They wait to be put right until 30 days after
 * they were received; then they lose their identifier and keep the code. Whoever is erased before
 * is forgotten with that.
 */
public final class RejectedRows {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String HOLDING =
      " WHERE state = 'rejected' AND (identifier_value IS NOT NULL OR identifier_type IS NOT NULL)";

  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");
  private static final Pattern LINK = Pattern.compile("(?is)^(?:mailto|tel):([^?]*).*");
  private static final Pattern BESIDE = Pattern.compile("[<>,;()\\[\\]\\v]");
  private static final Pattern BETWEEN = Pattern.compile("(?U)[\\s<>,;:()\\[\\]\"]+");

  private final JdbcTemplate jdbc;
  private final InboxTable table;
  private final Instant now;

  RejectedRows(JdbcTemplate jdbc, InboxTable table, Instant now) {
    this.jdbc = jdbc;
    this.table = table;
    this.now = now;
  }

  /**
   * A row that was rejected.
   *
   * @param told whom it may name
   */
  public record Row(
      String id,
      List<Identifier> told,
      Optional<String> subject,
      Optional<String> tenant,
      Optional<Instant> received) {}

  /**
   * Takes the identifiers out of rows that have not been put right in time, inside the caller's
   * transaction; returns out of how many.
   */
  public int forgetOld() {
    String received = InboxTable.RECEIVED;
    return jdbc.update(
        empty() + " AND (%1$s IS NULL OR %1$s < ? OR %1$s > ?)".formatted(received),
        table.local(now.minus(KEPT)),
        table.local(now.plus(Inbox.AHEAD)));
  }

  /**
   * Takes the identifiers out of rows that name some persons, inside the caller's transaction;
   * returns out of how many.
   */
  public int forget(Predicate<Row> erased) {
    List<Row> rows = new ArrayList<>();
    jdbc.query(
        table.select() + HOLDING + " ORDER BY id",
        row -> {
          rows.add(row(row));
        });
    List<Row> theirs = rows.stream().filter(erased).toList();
    theirs.forEach(row -> jdbc.update(empty() + " AND id = ?", row.id()));
    return theirs.size();
  }

  private String empty() {
    return "UPDATE " + table + " SET " + InboxTable.EMPTY + HOLDING;
  }

  private Row row(ResultSet row) throws SQLException {
    Map<String, List<String>> read = table.texts(row);
    String value = row.getString("identifier_value");
    return new Row(
        String.valueOf(row.getString("id")),
        value == null
            ? List.of()
            : told(Optional.ofNullable(row.getString("identifier_type")), value),
        InboxTable.first(read, "subject"),
        InboxTable.first(read, "tenant"),
        table.received(read));
  }

  /**
   * Whom a value names. An address is one whatever type it was filed under by mistake, and so is a
   * telephone number. Many a value was rejected for what stands beside the address.
   */
  public static List<Identifier> told(Optional<String> type, String value) {
    Optional<IdentifierType> known = type.map(String::strip).flatMap(IdentifierType::named);
    if (known.filter(IdentifierType.TEXT::equals).isPresent()) {
      return Identifier.of(IdentifierType.TEXT, value).stream().toList();
    }
    String seen = LINK.matcher(UNSEEN.matcher(value).replaceAll("").strip()).replaceFirst("$1");
    if (!known.filter(IdentifierType.ID::equals).isPresent()) {
      List<Identifier> within = within(seen);
      if (!within.isEmpty()) {
        return within;
      }
    }
    Optional<Identifier> meant = known.flatMap(is -> Identifier.of(is, seen));
    return meant.isPresent()
        ? List.of(meant.get())
        : Stream.of(IdentifierType.EMAIL, IdentifierType.PHONE)
            .flatMap(may -> Identifier.of(may, seen).stream())
            .toList();
  }

  /** The addresses of a text that has more than one address alone. */
  private static List<Identifier> within(String text) {
    return IdentifierType.EMAIL.oddity(text).isEmpty() || !BESIDE.matcher(text).find()
        ? List.of()
        : BETWEEN
            .splitAsStream(text)
            .flatMap(piece -> Identifier.of(IdentifierType.EMAIL, piece).stream())
            .distinct()
            .toList();
  }
}
