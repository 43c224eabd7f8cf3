package org.quietus.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.policy.Purpose;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.request.mirror.MirroredTokens;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKind;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The suppression entries of one job, in the control schema; runs inside the caller's transaction.
 */
public final class SuppressionEntries {
  private static final int TOGETHER = 500;

  private final JdbcTemplate jdbc;
  private final String job;

  public SuppressionEntries(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /** Adds the entries of one request, and appends them to the mirror. */
  public void add(List<SuppressionEntry> entries, Mirror mirror) {
    if (!entries.isEmpty()) {
      insert(entries);
      SuppressionEntry first = entries.get(0);
      mirror.append(
          MirrorEntry.Kind.SUPPRESSION,
          first.request(),
          first.erasedAt(),
          MirroredTokens.added(entries));
    }
  }

  /** Removes entries of one request that tell others as well, and says so in the mirror. */
  public void withdraw(List<SuppressionEntry> entries, Mirror mirror) {
    if (!entries.isEmpty()) {
      SuppressionEntry first = entries.get(0);
      entries.forEach(entry -> delete(first.request(), entry.token()));
      mirror.append(
          MirrorEntry.Kind.SUPPRESSION,
          first.request(),
          first.erasedAt(),
          MirroredTokens.withdrawn(entries));
    }
  }

  /** Does again what the mirror tells of; what it tells twice holds as it was told last. */
  public void restore(MirrorEntry mirrored) {
    List<SuppressionEntry> entries = MirroredTokens.added(mirrored);
    entries.forEach(entry -> delete(entry.request(), entry.token()));
    insert(entries);
    MirroredTokens.withdrawn(mirrored).forEach(token -> delete(mirrored.about(), token));
  }

  private void delete(String request, Token token) {
    jdbc.update(
        "DELETE FROM quietus.suppression WHERE token = ? AND request_id = ?",
        token.bytes(),
        request);
  }

  private void insert(List<SuppressionEntry> entries) {
    List<Object[]> rows = new ArrayList<>();
    for (SuppressionEntry entry : entries) {
      rows.add(
          new Object[] {
            job,
            entry.request(),
            entry.tenant().orElse(null),
            entry.subject(),
            entry.kind().name(),
            entry.kind().version(),
            entry.epoch(),
            entry.token().bytes(),
            LocalDateTime.ofInstant(entry.erasedAt(), ZoneOffset.UTC)
          });
    }
    jdbc.batchUpdate(
        "INSERT INTO quietus.suppression (job, request_id, tenant, subject, kind, kind_version,"
            + " epoch, token, erased_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  /** All of them. */
  public SuppressionRange all() {
    return new SuppressionRange(jdbc, "job = ?", job);
  }

  /**
   * Those of persons who were erased after a moment, and of some requests whenever that was, each
   * in one of the ranges.
   */
  public List<SuppressionRange> after(Instant erased, Collection<String> besides) {
    LocalDateTime moment = LocalDateTime.ofInstant(erased, ZoneOffset.UTC);
    List<SuppressionRange> parts = new ArrayList<>();
    parts.add(new SuppressionRange(jdbc, "job = ? AND erased_at > ?", job, moment));
    List<String> named = List.copyOf(besides);
    for (int from = 0; from < named.size(); from += TOGETHER) {
      List<Object> binds = new ArrayList<>(List.of(job, moment));
      binds.addAll(named.subList(from, Math.min(named.size(), from + TOGETHER)));
      String places = String.join(", ", Collections.nCopies(binds.size() - 2, "?"));
      parts.add(
          new SuppressionRange(
              jdbc,
              "job = ? AND erased_at <= ? AND request_id IN (" + places + ")",
              binds.toArray()));
    }
    return parts;
  }

  /** The requests of those who were erased at a moment or later, with their kinds of subjects. */
  public Map<String, String> requestsFrom(Instant moment) {
    Map<String, String> requests = new LinkedHashMap<>();
    jdbc.query(
        "SELECT DISTINCT request_id, subject FROM quietus.suppression WHERE job = ?"
            + " AND erased_at >= ?",
        row -> {
          requests.put(row.getString(1), row.getString(2));
        },
        job,
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    return requests;
  }

  /** Those of one request. */
  public SuppressionRange ofRequest(String request) {
    return new SuppressionRange(jdbc, "job = ? AND request_id = ?", job, request);
  }

  /** Those with a higher number. */
  public SuppressionRange above(long number) {
    return new SuppressionRange(jdbc, "job = ? AND entry_no > ?", job, number);
  }

  /**
   * The highest number of an entry that is none of these requests'; 0 if there is none. They are
   * not listed, for a statement takes only so many.
   */
  public long newestBesides(Collection<String> requests) {
    Set<String> own = Set.copyOf(requests);
    Map<String, Long> newest = new LinkedHashMap<>();
    jdbc.query(
        "SELECT request_id, MAX(entry_no) FROM quietus.suppression WHERE job = ?"
            + " GROUP BY request_id ORDER BY 2 DESC LIMIT "
            + (own.size() + 1),
        row -> {
          newest.put(row.getString(1), row.getLong(2));
        },
        job);
    return newest.entrySet().stream()
        .filter(entry -> !own.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /** The subjects of those who were erased after the one moment and up to the other. */
  public List<String> erasedBetween(Instant after, Instant upTo) {
    return jdbc.queryForList(
        "SELECT DISTINCT subject FROM quietus.suppression WHERE job = ? AND erased_at > ?"
            + " AND erased_at <= ?",
        String.class,
        job,
        LocalDateTime.ofInstant(after, ZoneOffset.UTC),
        LocalDateTime.ofInstant(upTo, ZoneOffset.UTC));
  }

  /** The requests of those who were erased as a kind of person, or lost what a purpose needs. */
  public List<String> requestsOf(String kind) {
    String purposes = Purpose.name(kind, "");
    return jdbc.queryForList(
        "SELECT DISTINCT request_id FROM quietus.suppression WHERE job = ? AND (subject = ?"
            + " OR SUBSTRING(subject, 1, ?) = ?)",
        String.class,
        job,
        kind,
        purposes.length(),
        purposes);
  }

  /** The number of a request's first entry; empty if it has none. */
  public Optional<Long> first(String request) {
    return Optional.ofNullable(
        jdbc.queryForObject(
            "SELECT MIN(entry_no) FROM quietus.suppression WHERE job = ? AND request_id = ?",
            Long.class,
            job,
            request));
  }

  /** The number of the first entry of a kind of person; empty if there is none. */
  public Optional<Long> firstOf(String subject) {
    return Optional.ofNullable(
        jdbc.queryForObject(
            "SELECT MIN(entry_no) FROM quietus.suppression WHERE job = ? AND subject = ?",
            Long.class,
            job,
            subject));
  }

  /** Everything that a person is known by. */
  public List<SuppressionEntry> of(String request) {
    return jdbc.query(
        "SELECT * FROM quietus.suppression WHERE job = ? AND request_id = ? ORDER BY entry_no",
        (row, n) -> entry(row),
        job,
        request);
  }

  /** The epochs that there are entries of. */
  public SortedSet<Integer> epochs() {
    return new TreeSet<>(
        jdbc.queryForList(
            "SELECT DISTINCT epoch FROM quietus.suppression WHERE job = ?", Integer.class, job));
  }

  /** The latest erasure that an epoch has entries of. */
  public Optional<Instant> lastErasure(int epoch) {
    return Optional.ofNullable(
            jdbc.queryForObject(
                "SELECT MAX(erased_at) FROM quietus.suppression WHERE job = ? AND epoch = ?",
                LocalDateTime.class,
                job,
                epoch))
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  /**
   * Removes the entries of an epoch, which say nothing without its key, and of whom they were about
   * what is in doubt in copies, and what was said of that: no run could act on it.
   */
  public int remove(int epoch) {
    jdbc.update("DELETE FROM quietus.value_filter WHERE job = ? AND epoch = ?", job, epoch);
    int removed =
        jdbc.update("DELETE FROM quietus.suppression WHERE job = ? AND epoch = ?", job, epoch);
    for (String table : List.of("reviewed_row", "doubted_row")) {
      jdbc.update(
          "DELETE FROM quietus."
              + table
              + " WHERE job = ? AND request_id NOT IN (SELECT request_id FROM quietus.suppression"
              + " WHERE job = ?)",
          job,
          job);
    }
    return removed;
  }

  static SuppressionEntry entry(ResultSet row) throws SQLException {
    return new SuppressionEntry(
        row.getString("request_id"),
        Optional.ofNullable(row.getString("tenant")),
        row.getString("subject"),
        new TokenKind(row.getString("kind"), row.getInt("kind_version")),
        row.getInt("epoch"),
        Token.of(row.getBytes("token")),
        row.getObject("erased_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }
}
