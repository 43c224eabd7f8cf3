package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.KeyTokens;
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
  private final KeyTokens tokens;
  private final String job;
  private final String set;
  private final EarlierErasures erasures;
  private final VersionRows rows;
  private final Map<String, Long> upTo = new HashMap<>();
  private final Map<String, Long> noted = new HashMap<>();
  private final Map<String, Set<String>> without = new HashMap<>();
  private final KeptLater later;
  private final RowDoubts doubts;
  private final Map<String, Set<String>> saidSince;
  private final DoubtsLeft left;
  private final GraphsOfVersions graphs;

  /**
   * {@code tokens} are under a key that stays the same from run to run; {@code kinds} has what the
   * set is searched with for each kind of person. Nothing is known of versions before it is turned
   * to them.
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
    this.saidSince = doubts.saidSince();
    this.left = new DoubtsLeft(erasures);
    this.graphs = new GraphsOfVersions(jdbc, job, set, kinds);
    this.later = new KeptLater(jdbc, job, set, today);
    this.erasures = erasures;
    this.rows = new VersionRows(jdbc, job, set);
    this.tokens = tokens;
    this.job = job;
    this.set = set;
  }

  /** Reads what is known of some versions, and forgets what it had read of others. */
  public void turnTo(Collection<Pin> versions) {
    Set<String> some = versions.stream().map(this::token).collect(Collectors.toSet());
    erasures.read(() -> read(Optional.of(some)));
  }

  private boolean read(Optional<Collection<String>> versions) {
    List.of(upTo, noted, without).forEach(Map::clear);
    left.clear();
    later.read(versions);
    graphs.read(versions);
    rows.each(
        "version_token, entry_no",
        "screened",
        versions,
        row -> {
          upTo.put(row.getString(1), row.getLong(2));
        });
    noted.putAll(upTo);
    withoutThoseWhoWerePassedOver(versions);
    graphs.wider(noted, erasures::firstOf, (of, up) -> upTo.merge(of, up, Math::min));
    List.of(later.due(), saidSince)
        .forEach(
            some ->
                some.forEach((version, requests) -> requests.forEach(one -> again(version, one))));
    return versions.isPresent();
  }

  /** Notes for later runs what this one tells; {@code sought} are the requests of its persons. */
  public ScreenedNotes notes(Collection<String> sought) {
    return new ScreenedNotes(this, sought);
  }

  /** What else it is made of, for the notes. */
  record Parts(
      EarlierErasures erasures,
      VersionRows rows,
      Map<String, Long> noted,
      Map<String, Set<String>> without,
      KeptLater later,
      RowDoubts doubts,
      GraphsOfVersions graphs,
      KeyTokens tokens) {}

  Parts parts() {
    return new Parts(erasures, rows, noted, without, later, doubts, graphs, tokens);
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
    if (upTo.containsKey(version) && erasures.isWanted(request)) {
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
  private void withoutThoseWhoWerePassedOver(Optional<Collection<String>> versions) {
    Set<String> former = PassedOver.former(tokens, erasures.former());
    List<Map.Entry<String, String>> all = new ArrayList<>();
    rows.each(
        "version_token, request_id",
        "screened_without",
        versions,
        row -> {
          all.add(Map.entry(row.getString(1), row.getString(2)));
        });
    all.stream()
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

  /** What a version is known by. */
  String token(Pin version) {
    return token(tokens, job, set, version);
  }

  /** What a version is known by from run to run. */
  public static String token(KeyTokens tokens, String job, String set, Pin version) {
    return tokens.hex(job, set, version.key().value(), version.versionId(), version.etag());
  }
}
