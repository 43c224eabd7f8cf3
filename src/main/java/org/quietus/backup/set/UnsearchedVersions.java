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
import org.quietus.backup.journal.DoubtsLeft;
import org.quietus.backup.journal.PassedOver;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.Counted;
import org.quietus.policy.ObjectSet;
import org.quietus.request.CopyReviews;
import org.quietus.request.SuppressionEntries;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says of sets how many versions no run has searched for everybody who was erased.
 *
 * @param tokens as {@link ScreenedVersions} has them for each set
 * @param reviews tell of which rows somebody has said whose they are since a version was read
 * @param isFormer whether nobody seeks persons of a subject any more
 * @param isFinished whether a person who was passed over is to be sought by now
 */
record UnsearchedVersions(
    JdbcTemplate jdbc,
    String job,
    ScreenedTokens tokens,
    Stores stores,
    CopyReviews reviews,
    Predicate<String> isFormer,
    Predicate<String> isFinished) {

  /** A line for each set that has any, or cannot be listed. */
  List<String> of(List<ObjectSet> sets) {
    long newest = new SuppressionEntries(jdbc, job).newestBesides(Set.of());
    return newest == 0
        ? List.of()
        : sets.stream().flatMap(set -> of(set, newest).stream()).toList();
  }

  private Optional<String> of(ObjectSet set, long newest) {
    KeyTokens own = tokens.of(set);
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
    return ScreenedVersions.token(own, job, set, version);
  }

  private Set<String> searched(ObjectSet set, KeyTokens own, long newest) {
    Map<String, Long> upTo = new HashMap<>();
    jdbc.query(
        "SELECT version_token, entry_no FROM quietus.screened WHERE job = ? AND set_name = ?",
        row -> {
          upTo.put(row.getString(1), row.getLong(2));
        },
        job,
        set.name());
    Set<String> former = new HashSet<>();
    for (String subject : new SuppressionEntries(jdbc, job).above(0).subjects()) {
      if (isFormer.test(subject)) {
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
        job,
        set.name());
    searched.removeAll(reviews.saidSince(set.name()).keySet());
    return searched;
  }
}
