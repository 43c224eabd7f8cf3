package org.quietus.backup.set;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
import org.quietus.request.CopyReviews;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.target.SoughtKinds;
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

  /** A line for each set that has any, or cannot be listed. */
  List<String> of(List<ObjectSet> sets) {
    long newest = new SuppressionEntries(jdbc, job.job()).newestBesides(Set.of());
    return newest == 0
        ? List.of()
        : sets.stream().flatMap(set -> of(set, newest).stream()).toList();
  }

  private Optional<String> of(ObjectSet set, long newest) {
    KeyTokens own = new ScreenedTokens(job, key).of(set);
    Set<String> searched = searched(set, own, newest);
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

  /** Removes those that were searched for somebody of whom more is sought by now. */
  private void removeWider(ObjectSet set, Map<String, Long> upTo, Set<String> searched) {
    Map<String, SearchedGraph> today = SearchedGraph.of(set, kinds, tables);
    if (today.isEmpty()) {
      return;
    }
    Map<String, Long> known = new HashMap<>(upTo);
    known.keySet().retainAll(searched);
    SuppressionEntries entries = new SuppressionEntries(jdbc, job.job());
    Map<String, Optional<Long>> firsts = new HashMap<>();
    GraphsOfVersions graphs = new GraphsOfVersions(jdbc, job.job(), set.name(), today);
    graphs.read(Optional.empty());
    graphs.wider(
        known,
        kind -> firsts.computeIfAbsent(kind, entries::firstOf),
        (version, last) -> searched.remove(version));
  }

  private Set<String> searched(ObjectSet set, KeyTokens own, long newest) {
    Map<String, Long> upTo = new HashMap<>();
    jdbc.query(
        "SELECT version_token, entry_no FROM quietus.screened WHERE job = ? AND set_name = ?",
        row -> {
          upTo.put(row.getString(1), row.getLong(2));
        },
        job.job(),
        set.name());
    FormerSubjects formerKinds = new FormerSubjects(job, database);
    Set<String> former = new HashSet<>();
    for (String subject : new SuppressionEntries(jdbc, job.job()).above(0).subjects()) {
      if (formerKinds.has(subject)) {
        former.add(PassedOver.former(own, subject));
      }
    }
    Set<String> searched = new HashSet<>(upTo.keySet());
    searched.removeIf(version -> upTo.getOrDefault(version, 0L) < newest);
    jdbc.query(
        "SELECT version_token, request_id FROM quietus.screened_without WHERE job = ?"
            + " AND set_name = ?",
        row -> {
          String passed = row.getString(2);
          boolean yet =
              PassedOver.isFormer(passed) ? !former.contains(passed) : isFinished.test(passed);
          if (!DoubtsLeft.is(passed) && (yet || PassedOver.isUnfinished(passed))) {
            searched.remove(row.getString(1));
          }
        },
        job.job(),
        set.name());
    searched.removeAll(new CopyReviews(jdbc, job.job(), key).saidSince(set.name()).keySet());
    removeWider(set, upTo, searched);
    return searched;
  }
}
