package org.quietus.backup.journal;

import java.time.LocalDate;
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
import org.quietus.backup.dump.SearchedGraph;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.objectstore.Pin;
import org.quietus.plan.Member;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Up to which suppression entry each object version of a set was searched, from one run to the
 * next, and for whom it was not; inside the caller's transaction.
 */
public final class ScreenedVersions {
  private final JdbcTemplate jdbc;
  private final KeyTokens tokens;
  private final String job;
  private final String set;
  private final EarlierErasures erasures;
  private final Map<String, Long> upTo = new HashMap<>();
  private final Map<String, Long> noted = new HashMap<>();
  private final Map<String, Set<String>> without = new HashMap<>();
  private final KeptLater later;
  private final RowDoubts doubts;
  private final DoubtsLeft left;
  private final GraphsOfVersions graphs;

  /**
   * {@code tokens} are under a key that stays the same from run to run; {@code kinds} has what the
   * set is searched with for each kind of person.
   */
  public ScreenedVersions(
      JdbcTemplate jdbc,
      KeyTokens tokens,
      String job,
      String set,
      EarlierErasures erasures,
      RowDoubts doubts,
      Map<String, SearchedGraph> kinds,
      LocalDate today) {
    this.doubts = doubts;
    this.left = new DoubtsLeft(erasures);
    this.graphs = new GraphsOfVersions(jdbc, job, set, kinds);
    this.later = new KeptLater(jdbc, job, set, today);
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
    noted.putAll(upTo);
    withoutThoseWhoWerePassedOver();
    graphs.wider(noted, erasures::firstOf, (of, up) -> upTo.merge(of, up, Math::min));
    later.due().forEach((version, requests) -> requests.forEach(one -> again(version, one)));
    doubts.saidSince().forEach((version, requests) -> requests.forEach(one -> again(version, one)));
  }

  /** Whether a version was searched for somebody, but not with all that they are sought by. */
  public boolean isWider(Pin version) {
    return graphs.isWider(token(version));
  }

  /** Whether a version was searched for a kind of person before a path led to them. */
  public boolean wasWithout(Pin version, String kind, Member member) {
    return graphs.wasWithout(token(version), kind, member);
  }

  /** What was kept has come due, or somebody said whose a row is, since a version was searched. */
  private void again(String version, String request) {
    if (erasures.isWanted(request)) {
      erasures
          .first(request)
          .ifPresent(first -> upTo.computeIfPresent(version, (of, up) -> Math.min(up, first - 1)));
    }
  }

  /** Whether something that was kept in a version has come due since it was searched. */
  public boolean isDueAgain(Pin version) {
    return later.due().containsKey(token(version));
  }

  /**
   * Notes when rows that are kept in a version come due, of persons whom earlier runs erased.
   *
   * @param whole whether it was searched to its end, and nobody was spared
   */
  public void keptUntil(Pin version, Map<String, LocalDate> comeDue, boolean whole) {
    Map<String, LocalDate> unawaited = new HashMap<>(comeDue);
    unawaited
        .entrySet()
        .removeIf(
            kept ->
                erasures
                    .keptUntil(kept.getKey())
                    .filter(day -> !day.isAfter(kept.getValue()))
                    .isPresent());
    later.note(token(version), unawaited, whole);
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
        .peek(
            passed ->
                without
                    .computeIfAbsent(passed.getKey(), of -> new HashSet<>())
                    .add(passed.getValue()))
        .filter(passed -> !left.take(passed.getKey(), passed.getValue()))
        .filter(
            passed ->
                PassedOver.isUnfinished(passed.getValue())
                    || (PassedOver.isFormer(passed.getValue())
                        ? !former.contains(passed.getValue())
                        : erasures.isWanted(passed.getValue())))
        .forEach(
            passed -> {
              if (PassedOver.isUnfinished(passed.getValue())
                  || PassedOver.isFormer(passed.getValue())) {
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

  /** The same for those of whom rows in it are in doubt, if there are any. */
  public Optional<Long> doubtedUpTo(Pin version) {
    return left.upTo(token(version));
  }

  /** The same, be it that it was not searched to its end, or that somebody was passed over. */
  public long readUpTo(Pin version) {
    return noted.getOrDefault(token(version), 0L);
  }

  /** Whether anything is known of searches of it. */
  public boolean isKnown(Pin version) {
    return noted.containsKey(token(version));
  }

  /** Whether it was {@linkplain LateVersions late} when it was not searched to its end. */
  public boolean isLeftLate(Pin version) {
    return without.getOrDefault(token(version), Set.of()).contains(PassedOver.EVERYBODY_LATE);
  }

  /**
   * Whether an earlier run has searched a version for a person, be it not to its end, and may have
   * taken out what told others from them.
   *
   * @param first the number of the person's first entry
   */
  public boolean wasSearchedFor(Pin version, String request, long first) {
    String of = token(version);
    return first <= readUpTo(version) && !without.getOrDefault(of, Set.of()).contains(request);
  }

  /**
   * Notes what a run's entries tell. What it could not search, or not to its end, counts as never
   * searched, so that whoever was sought in vain is sought again when that changes.
   *
   * @param sought the requests of the run whose persons were sought
   */
  public void note(List<JournalEntry> entries, Collection<String> sought) {
    Set<String> known = new HashSet<>();
    for (JournalEntry entry : entries) {
      Pin held = entry.held().pin();
      entry.standing().ifPresent(now -> later.move(token(held), token(now.pin())));
      entry.standing().ifPresent(now -> doubts.move(held, now.pin()));
    }
    Set<String> searched = new HashSet<>();
    Set<String> unfinished = new HashSet<>();
    Set<Pin> leftLate = new LateVersions(this).left(entries);
    Set<String> late = new HashSet<>();
    Map<String, Set<String>> inDoubt = new HashMap<>();
    for (JournalEntry entry : entries) {
      Optional<String> read = entry.standing().map(SealedVersion::pin).map(this::token);
      read.ifPresent(of -> inDoubt.put(of, DoubtsLeft.of(entry)));
      if (entry.isScreened()) {
        read.ifPresent(known::add);
        read.filter(of -> entry.state() != VersionState.SCREENED).ifPresent(searched::add);
      } else if (entry.wasRead()) {
        read.ifPresent(known::add);
        read.ifPresent(unfinished::add);
        read.filter(of -> leftLate.contains(entry.held().pin())).ifPresent(late::add);
      } else if (entry.state().remains()) {
        String left = read.orElseGet(() -> token(entry.held().pin()));
        known.add(left);
        if (!isPassedBy(entry.state()) && noted.containsKey(left)) {
          putWithout(left, PassedOver.EVERYBODY);
        }
      }
    }
    if (!searched.isEmpty() || !unfinished.isEmpty()) {
      Set<String> passedOver = new HashSet<>(erasures.passedOver(sought));
      passedOver.addAll(former());
      searched.forEach(version -> put(version, erasures.newest(), passedOver));
      passedOver.add(PassedOver.EVERYBODY);
      unfinished.forEach(version -> put(version, erasures.newest(), passedOver));
      graphs.note(entries, searched, unfinished, this::token);
      late.forEach(version -> putWithout(version, PassedOver.EVERYBODY_LATE));
    }
    searched.addAll(unfinished);
    inDoubt.keySet().retainAll(searched);
    inDoubt.forEach((version, some) -> some.forEach(doubt -> putWithout(version, doubt)));
    noted.keySet().stream().filter(version -> !known.contains(version)).forEach(this::remove);
    graphs.keepOnly(known);
    later.keepOnly(known);
    doubts.keepSeen(searched, known);
  }

  /** Whether a version was not looked at, so that what is known of it stays. */
  private static boolean isPassedBy(VersionState state) {
    return state == VersionState.UNEXPIRED || state == VersionState.NOT_SEARCHED;
  }

  /** Former subjects, each in the place of a request. */
  private Set<String> former() {
    return erasures.former().stream()
        .map(name -> PassedOver.former(tokens, name))
        .collect(Collectors.toSet());
  }

  private void put(String version, long newest, Set<String> passedOver) {
    remove(version);
    jdbc.update(
        "INSERT INTO quietus.screened (job, set_name, version_token, entry_no) VALUES (?, ?, ?, ?)",
        job,
        set,
        version,
        newest);
    without.remove(version);
    passedOver.forEach(request -> putWithout(version, request));
  }

  private void putWithout(String version, String request) {
    if (without.computeIfAbsent(version, of -> new HashSet<>()).add(request)) {
      jdbc.update(
          "INSERT INTO quietus.screened_without (job, set_name, version_token, request_id)"
              + " VALUES (?, ?, ?, ?)",
          job,
          set,
          version,
          request);
    }
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
