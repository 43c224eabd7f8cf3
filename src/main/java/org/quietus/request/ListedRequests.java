package org.quietus.request;

import java.util.HashMap;
import java.util.HashSet;
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
   * The entries, of all lists of that type, that nobody need be looked for again: those whose
   * request is open or was refused, and those that somebody has chosen for. Whoever is found for
   * the others, after a request was completed, has come since; or has to be found anew, since the
   * request expired when its person went with a database.
   */
  public Set<String> entries() {
    Set<String> entries = new HashSet<>();
    jdbc.query(
        "SELECT r.evidence FROM quietus.request r WHERE r.job = ? AND r.evidence LIKE ? AND r.state"
            + " <> 'expired' AND (r.state NOT IN ('completed', 'deferred') OR EXISTS (SELECT 1 FROM"
            + " quietus.request_event e WHERE e.request_id = r.request_id AND e.move = 'review'))",
        row -> {
          entries.add(entry(row.getString("evidence")));
        },
        job,
        prefix() + "%");
    return entries;
  }

  /** What became of each of these entries; empty for one whose request is not settled. */
  public Map<String, Optional<ListedStatus>> statuses() {
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
          ErasureRequest request = RequestRow.request(row);
          statuses.merge(
              entry(request.filing().evidence().orElseThrow()),
              status(request, nobody),
              ListedRequests::ofBoth);
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
