package org.quietus.backup.version;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.Pin;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Up to which suppression entry each object version of a set was searched, from one run to the
 * next; inside the caller's transaction.
 */
final class ScreenedVersions {
  private final JdbcTemplate jdbc;
  private final KeyTokens tokens;
  private final String job;
  private final String set;
  private final Map<String, Long> upTo = new HashMap<>();

  /** {@code tokens} are under a key that stays the same from run to run. */
  ScreenedVersions(JdbcTemplate jdbc, KeyTokens tokens, String job, String set) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.job = job;
    this.set = set;
    jdbc.query(
        "SELECT version_token, entry_no FROM quietus.screened WHERE job = ? AND set_name = ?",
        row -> {
          upTo.put(row.getString(1), row.getLong(2));
        },
        job,
        set);
  }

  /** The last entry that a version was searched for; 0 if it never was, or not to its end. */
  long upTo(Pin version) {
    return upTo.getOrDefault(token(version), 0L);
  }

  /**
   * Notes what a run's entries tell. What it could not search counts as never searched, so that
   * whoever was sought in vain is sought again when that changes.
   *
   * @param newest the last suppression entry
   */
  void note(List<JournalEntry> entries, long newest) {
    Set<String> known = new HashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.isScreened()) {
        Swap.standing(entry).map(SealedVersion::pin).map(this::token).ifPresent(known::add);
      }
    }
    known.stream()
        .filter(version -> upTo.getOrDefault(version, 0L) != newest)
        .forEach(version -> put(version, newest));
    entries.stream()
        .filter(entry -> entry.state() == VersionState.UNEXPIRED)
        .forEach(entry -> known.add(token(entry.held().pin())));
    upTo.keySet().stream().filter(version -> !known.contains(version)).forEach(this::remove);
  }

  private void put(String version, long newest) {
    remove(version);
    jdbc.update(
        "INSERT INTO quietus.screened (job, set_name, version_token, entry_no) VALUES (?, ?, ?, ?)",
        job,
        set,
        version,
        newest);
  }

  private void remove(String version) {
    jdbc.update(
        "DELETE FROM quietus.screened WHERE job = ? AND set_name = ? AND version_token = ?",
        job,
        set,
        version);
  }

  private String token(Pin version) {
    return tokens.hex(job, set, version.key().value(), version.versionId(), version.etag());
  }
}
