package org.quietus.request;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        "SELECT r.evidence FROM quietus.request r WHERE r.job = ? AND r.evidence LIKE ?"
            + " AND r.state <> 'expired' AND (r.state NOT IN ('completed', 'deferred') OR EXISTS (SELECT 1 FROM"
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
    Set<String> acted =
        ids(
            "SELECT DISTINCT r.request_id FROM quietus.request r"
                + " JOIN quietus.ledger l ON l.request_id = r.request_id"
                + " JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no = l.range_no"
                + " AND c.sequence_no = l.sequence_no"
                + " WHERE r.job = ? AND r.evidence LIKE ? AND c.deleted + c.anonymised > 0");
    Set<String> nobody =
        ids(
            "SELECT DISTINCT r.request_id FROM quietus.request r"
                + " JOIN quietus.request_event e ON e.request_id = r.request_id"
                + " WHERE r.job = ? AND r.evidence LIKE ? AND e.reason = 'nobody-meant'");
    Map<String, List<ErasureRequest>> requests = new HashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? AND evidence LIKE ? AND state <> 'expired'",
        row -> {
          ErasureRequest request = RequestRow.request(row);
          requests
              .computeIfAbsent(
                  entry(request.filing().evidence().orElseThrow()), entry -> new ArrayList<>(1))
              .add(request);
        },
        job,
        prefix() + "%");
    Map<String, Optional<ListedStatus>> statuses = new HashMap<>();
    requests.forEach((entry, all) -> statuses.put(entry, status(all, acted, nobody)));
    return statuses;
  }

  private static Optional<ListedStatus> status(
      List<ErasureRequest> requests, Set<String> acted, Set<String> nobody) {
    Set<ListedStatus> each = new HashSet<>();
    for (ErasureRequest request : requests) {
      Optional<ListedStatus> one = status(request, acted, nobody);
      if (one.isEmpty()) {
        return one;
      }
      each.add(one.get());
    }
    return each.contains(ListedStatus.DELETED)
        ? Optional.of(ListedStatus.DELETED)
        : each.contains(ListedStatus.EXEMPTED)
            ? Optional.of(ListedStatus.EXEMPTED)
            : Optional.of(ListedStatus.NOT_FOUND);
  }

  private static Optional<ListedStatus> status(
      ErasureRequest request, Set<String> acted, Set<String> nobody) {
    boolean nobodyMeant = nobody.contains(request.id()) && !acted.contains(request.id());
    return switch (request.state()) {
      case REFUSED -> Optional.of(ListedStatus.EXEMPTED);
      case DEFERRED, COMPLETED ->
          Optional.of(nobodyMeant ? ListedStatus.NOT_FOUND : ListedStatus.DELETED);
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
