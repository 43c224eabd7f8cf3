package org.quietus.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The requests that were made of entries of lists: each has the entry's id in its evidence
 * reference, so that the list itself says what became of it. No hash is stored.
 */
public final class ListedRequests {
  private static final String PREFIX = "hashed/";
  private static final int TOGETHER = 500;

  private static final String SETTLED =
      "(r.state NOT IN ('completed', 'deferred') OR EXISTS (SELECT 1 FROM quietus.request_event e"
          + " WHERE e.request_id = r.request_id AND e.move = 'review'))";

  private final JdbcTemplate jdbc;
  private final String job;
  private final String type;

  public ListedRequests(JdbcTemplate jdbc, String job, String type) {
    this.jdbc = jdbc;
    this.job = job;
    this.type = type;
  }

  /** Whether a request was made of an entry of a list. */
  static boolean isOf(Filing filing) {
    return filing.evidence().filter(evidence -> evidence.startsWith(PREFIX)).isPresent();
  }

  /** The evidence reference of an entry's requests. */
  public static String evidence(String type, String entry) {
    return prefix(type) + entry;
  }

  /**
   * The entries of a list that nobody need be looked for again in the database: those whose request
   * is open or was refused, and those that somebody has chosen for. Whoever is found for the
   * others, after a request was completed, has come since; or has to be found anew, since the
   * request expired when its person went with a database.
   */
  public Set<String> settled(HashList list) {
    return of(list, "r.state <> 'expired' AND " + SETTLED);
  }

  /**
   * The entries of a list that there is a request of, so that nobody need be looked for in backups:
   * who was erased is taken out of what turns up later.
   */
  public Set<String> known(HashList list) {
    return of(list, "r.state <> 'expired'");
  }

  private Set<String> of(HashList list, String condition) {
    Set<String> entries = new HashSet<>();
    jdbc.query(
        "SELECT r.evidence FROM quietus.request r WHERE r.job = ? AND r.evidence LIKE ? AND "
            + condition,
        row -> {
          String entry = entry(row.getString("evidence"));
          if (list.has(entry)) {
            entries.add(entry);
          }
        },
        job,
        prefix() + "%");
    return entries;
  }

  /** Those of some entries that are {@linkplain #settled settled}. */
  public Set<String> settledAmong(Collection<String> some) {
    Set<String> entries = new HashSet<>();
    List<String> all = List.copyOf(some);
    for (int from = 0; from < all.size(); from += TOGETHER) {
      List<String> part = all.subList(from, Math.min(all.size(), from + TOGETHER));
      List<String> arguments = new ArrayList<>(List.of(job));
      part.forEach(entry -> arguments.add(prefix() + entry));
      jdbc.query(
          "SELECT r.evidence FROM quietus.request r WHERE r.job = ? AND r.evidence IN ("
              + String.join(", ", Collections.nCopies(part.size(), "?"))
              + ") AND r.state <> 'expired' AND "
              + SETTLED,
          row -> {
            entries.add(entry(row.getString("evidence")));
          },
          arguments.toArray());
    }
    return entries;
  }

  /** What became of a list's entries; empty for one whose request is not settled. */
  public Map<String, Optional<ListedStatus>> statuses(HashList list) {
    Set<String> nobody =
        ids(
            "SELECT DISTINCT r.request_id FROM quietus.request r"
                + " JOIN quietus.request_event e ON e.request_id = r.request_id"
                + " WHERE r.job = ? AND r.evidence LIKE ? AND e.reason = 'nobody-meant'");
    if (!nobody.isEmpty()) {
      nobody.removeAll(
          ids(
              "SELECT DISTINCT r.request_id FROM quietus.request r JOIN quietus.ledger l ON"
                  + " l.request_id = r.request_id JOIN quietus.ledger_count c ON c.run_id ="
                  + " l.run_id AND c.range_no = l.range_no AND c.sequence_no = l.sequence_no WHERE"
                  + " r.job = ? AND r.evidence LIKE ? AND c.deleted + c.anonymised > 0"));
    }
    Map<String, Optional<ListedStatus>> statuses = new HashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? AND evidence LIKE ? AND state <> 'expired'",
        row -> {
          String entry = entry(row.getString("evidence"));
          if (list.has(entry)) {
            statuses.merge(entry, status(RequestRow.request(row), nobody), ListedRequests::ofBoth);
          }
        },
        job,
        prefix() + "%");
    return statuses;
  }

  /** Of an entry that several persons were found for, once all are settled. */
  private static Optional<ListedStatus> ofBoth(
      Optional<ListedStatus> one, Optional<ListedStatus> other) {
    return one.isEmpty() || other.isEmpty()
        ? Optional.empty()
        : Stream.of(ListedStatus.DELETED, ListedStatus.EXEMPTED, ListedStatus.NOT_FOUND)
            .filter(status -> one.get() == status || other.get() == status)
            .findFirst();
  }

  private static Optional<ListedStatus> status(ErasureRequest request, Set<String> nobody) {
    return switch (request.state()) {
      case REFUSED -> Optional.of(ListedStatus.EXEMPTED);
      case DEFERRED, COMPLETED ->
          Optional.of(
              nobody.contains(request.id()) ? ListedStatus.NOT_FOUND : ListedStatus.DELETED);
      default -> Optional.empty();
    };
  }

  private Set<String> ids(String sql) {
    return new HashSet<>(jdbc.queryForList(sql, String.class, job, prefix() + "%"));
  }

  private String prefix() {
    return prefix(type);
  }

  private static String prefix(String type) {
    return PREFIX + type + "/";
  }

  private String entry(String evidence) {
    return evidence.substring(prefix().length());
  }
}
