package org.quietus.backup.journal;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.VersionState;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.objectstore.Pin;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Up to which suppression entry each object version of a set was searched, from one run to the
 * next, and for whom it was not; inside the caller's transaction.
 */
public final class ScreenedVersions {
  /** What stands for a kind of person where a request would. */
  private static final String SUBJECT = "subject-";

  private final JdbcTemplate jdbc;
  private final KeyTokens tokens;
  private final String job;
  private final String set;
  private final EarlierErasures erasures;
  private final Map<String, Long> upTo = new HashMap<>();

  /** {@code tokens} are under a key that stays the same from run to run. */
  public ScreenedVersions(
      JdbcTemplate jdbc, KeyTokens tokens, String job, String set, EarlierErasures erasures) {
    this.erasures = erasures;
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
    withoutThoseWhoWerePassedOver();
  }

  /** Whoever was passed over and may be sought now has yet to be sought. */
  private void withoutThoseWhoWerePassedOver() {
    Set<String> former = former();
    jdbc
        .query(
            "SELECT version_token, request_id FROM quietus.screened_without WHERE job = ?"
                + " AND set_name = ?",
            (row, n) -> Map.entry(row.getString(1), row.getString(2)),
            job,
            set)
        .stream()
        .filter(
            passed ->
                passed.getValue().startsWith(SUBJECT)
                    ? !former.contains(passed.getValue())
                    : erasures.isWanted(passed.getValue()))
        .forEach(
            passed -> {
              if (passed.getValue().startsWith(SUBJECT)) {
                upTo.put(passed.getKey(), 0L);
              }
              erasures
                  .first(passed.getValue())
                  .ifPresent(first -> upTo.merge(passed.getKey(), first - 1, Math::min));
            });
  }

  /**
   * The last entry up to which a version was searched for everybody; 0 if it never was, or not to
   * its end.
   */
  public long upTo(Pin version) {
    return upTo.getOrDefault(token(version), 0L);
  }

  /**
   * Notes what a run's entries tell. What it could not search counts as never searched, so that
   * whoever was sought in vain is sought again when that changes.
   *
   * @param sought the requests of the run whose persons were sought
   */
  public void note(List<JournalEntry> entries, Collection<String> sought) {
    Set<String> known = new HashSet<>();
    Set<String> searched = new HashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.isScreened()) {
        Optional<String> version = entry.standing().map(SealedVersion::pin).map(this::token);
        version.ifPresent(known::add);
        version.filter(of -> entry.state() != VersionState.SCREENED).ifPresent(searched::add);
      }
    }
    Set<String> passedOver = new HashSet<>();
    if (!searched.isEmpty()) {
      passedOver.addAll(erasures.passedOver(sought));
      passedOver.addAll(former());
    }
    searched.forEach(version -> put(version, erasures.newest(), passedOver));
    entries.stream()
        .filter(
            entry ->
                entry.state() == VersionState.UNEXPIRED
                    || entry.state() == VersionState.NOT_SEARCHED)
        .forEach(entry -> known.add(token(entry.held().pin())));
    upTo.keySet().stream().filter(version -> !known.contains(version)).forEach(this::remove);
  }

  /** Former subjects, each in the place of a request. */
  private Set<String> former() {
    return erasures.former().stream().map(name -> former(tokens, name)).collect(Collectors.toSet());
  }

  /** What stands for a former subject in the place of a request. */
  public static String former(KeyTokens tokens, String subject) {
    return SUBJECT + tokens.hex(SUBJECT, subject).substring(0, 24);
  }

  /** Whether a former subject stands in the place of a request. */
  public static boolean isFormer(String request) {
    return request.startsWith(SUBJECT);
  }

  private void put(String version, long newest, Set<String> passedOver) {
    remove(version);
    jdbc.update(
        "INSERT INTO quietus.screened (job, set_name, version_token, entry_no) VALUES (?, ?, ?, ?)",
        job,
        set,
        version,
        newest);
    passedOver.forEach(
        request ->
            jdbc.update(
                "INSERT INTO quietus.screened_without (job, set_name, version_token, request_id)"
                    + " VALUES (?, ?, ?, ?)",
                job,
                set,
                version,
                request));
  }

  private void remove(String version) {
    for (String table : List.of("screened", "screened_without")) {
      jdbc.update(
          "DELETE FROM quietus." + table + " WHERE job = ? AND set_name = ? AND version_token = ?",
          job,
          set,
          version);
    }
  }

  private String token(Pin version) {
    return token(tokens, job, set, version);
  }

  /** What a version is known by from run to run. */
  public static String token(KeyTokens tokens, String job, String set, Pin version) {
    return tokens.hex(job, set, version.key().value(), version.versionId(), version.etag());
  }
}
