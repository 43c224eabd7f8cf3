package org.quietus.backup.set;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.SearchedGraph;
import org.quietus.backup.journal.DoubtsLeft;
import org.quietus.backup.journal.GraphsOfVersions;
import org.quietus.backup.journal.PassedOver;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.person.FormerSubjects;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.SubjectType;
import org.quietus.request.CopyReviews;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.SuppressionRange;
import org.quietus.subject.GoneIdentifiers;
import org.quietus.target.SoughtKinds;
import org.quietus.target.TokenSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says of sets how many versions no run has searched for everybody who was erased.
 *
 * @param database that the sets are of
 * @param key that versions are known by
 * @param isFinished whether a person who was passed over is to be sought by now
 * @param kinds who is sought in them now, and with what beside {@code tables}
 */
record UnsearchedVersions(
    JdbcTemplate jdbc,
    JobFile job,
    String database,
    SealingKey key,
    Stores stores,
    Predicate<String> isFinished,
    SoughtKinds kinds,
    FiledTables tables) {
  /** Drivers hold all rows of an answer in memory. */
  private static final int PAGE = 1000;

  /** A line for each set that has any, or cannot be listed. */
  List<String> of(List<ObjectSet> sets) {
    long newest = new SuppressionEntries(jdbc, job.job()).newestBesides(Set.of());
    return newest == 0
        ? List.of()
        : sets.stream().flatMap(set -> of(set, newest).stream()).toList();
  }

  private Optional<String> of(ObjectSet set, long newest) {
    KeyTokens own = new ScreenedTokens(job, key).of(set);
    TokenSet searched = searched(set, own, newest);
    long count;
    try (Stream<ObjectVersion> versions =
        stores.named(set.store()).versions(set.objects().prefix())) {
      count =
          versions
              .filter(version -> set.objects().matches(version.key().value()))
              .filter(version -> !version.deleteMarker())
              .filter(version -> !searched.contains(token(own, set.name(), version.pin())))
              .count();
    } catch (StoreException e) {
      return Optional.of(set.label() + " cannot be listed: " + e.getMessage());
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(
            set.label()
                + ": "
                + Counted.of(count, "object version")
                + Counted.verb(count, " was", " were")
                + " not searched for erased persons yet; the next 'quietus run' does so");
  }

  private String token(KeyTokens own, String set, Pin version) {
    return ScreenedVersions.token(own, job.job(), set, version);
  }

  private TokenSet searched(ObjectSet set, KeyTokens own, long newest) {
    TokenSet all = new TokenSet();
    Set<String> former = former(own);
    Set<String> saidSince = new CopyReviews(jdbc, job.job(), key).saidSince(set.name()).keySet();
    Map<String, SearchedGraph> today = SearchedGraph.of(set, kinds, tables);
    GraphsOfVersions graphs = new GraphsOfVersions(jdbc, job.job(), set.name(), today);
    Map<String, Optional<Long>> firsts = new HashMap<>();
    TreeMap<String, Long> page = page(set, "");
    while (!page.isEmpty()) {
      Map<String, Long> some = page;
      Set<String> searched = new HashSet<>(page.keySet());
      searched.removeIf(version -> some.getOrDefault(version, 0L) < newest);
      removePassedOver(set, page.firstKey(), page.lastKey(), former, searched);
      searched.removeAll(saidSince);
      if (!today.isEmpty()) {
        removeWider(graphs, page, firsts, searched);
      }
      searched.forEach(all::add);
      page = page(set, page.lastKey());
    }
    return all;
  }

  /** Some versions behind one, and up to which entry they were searched. */
  private TreeMap<String, Long> page(ObjectSet set, String after) {
    TreeMap<String, Long> upTo = new TreeMap<>();
    jdbc.query(
        "SELECT version_token, entry_no FROM quietus.screened WHERE job = ? AND set_name = ?"
            + " AND version_token > ? ORDER BY version_token LIMIT ?",
        row -> {
          upTo.put(row.getString(1), row.getLong(2));
        },
        job.job(),
        set.name(),
        after,
        PAGE);
    return upTo;
  }

  private Set<String> former(KeyTokens own) {
    FormerSubjects formerKinds = new FormerSubjects(job, database);
    SuppressionRange all = new SuppressionEntries(jdbc, job.job()).above(0);
    List<SubjectType> kinds =
        job.subjects().values().stream()
            .filter(kind -> kind.records().database().equals(database))
            .flatMap(kind -> Stream.concat(Stream.of(kind), kind.byPurpose().stream()))
            .toList();
    return Stream.concat(
            all.subjects().stream(), GoneIdentifiers.of(all.tokenKinds(), kinds).stream())
        .filter(formerKinds::has)
        .map(name -> PassedOver.former(own, name))
        .collect(Collectors.toSet());
  }

  private void removePassedOver(
      ObjectSet set, String first, String last, Set<String> former, Set<String> searched) {
    jdbc.query(
        "SELECT version_token, request_id FROM quietus.screened_without WHERE job = ?"
            + " AND set_name = ? AND version_token >= ? AND version_token <= ?",
        row -> {
          String passed = row.getString(2);
          boolean yet =
              PassedOver.isFormer(passed) ? !former.contains(passed) : isFinished.test(passed);
          if (!DoubtsLeft.is(passed) && (yet || PassedOver.isUnfinished(passed))) {
            searched.remove(row.getString(1));
          }
        },
        job.job(),
        set.name(),
        first,
        last);
  }

  /** Removes those that were searched for somebody of whom more is sought by now. */
  private void removeWider(
      GraphsOfVersions graphs,
      Map<String, Long> upTo,
      Map<String, Optional<Long>> firsts,
      Set<String> searched) {
    Map<String, Long> known = new HashMap<>(upTo);
    known.keySet().retainAll(searched);
    SuppressionEntries entries = new SuppressionEntries(jdbc, job.job());
    graphs.read(Optional.of(known.keySet()));
    graphs.wider(
        known,
        kind -> firsts.computeIfAbsent(kind, entries::firstOf),
        (version, last) -> searched.remove(version));
  }
}
