package org.quietus.backup.set;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectSet;
import org.quietus.target.CopyTime;

/** Says of backup sets whether what was erased at a moment may be in them. */
final class HeldCopies {
  private final Stores stores;

  HeldCopies(Stores stores) {
    this.stores = stores;
  }

  /** A line for each set that may hold any; every version is listed, and asked when it was made. */
  List<String> from(List<ObjectSet> sets, Instant moment) {
    return sets.stream().flatMap(set -> from(set, moment).stream()).toList();
  }

  private Optional<String> from(ObjectSet set, Instant moment) {
    try {
      ObjectStore store = stores.named(set.store());
      long earlier;
      try (Stream<ObjectVersion> versions = store.versions(set.objects().prefix())) {
        earlier =
            versions
                .filter(version -> set.objects().matches(version.key().value()))
                .filter(version -> !version.deleteMarker())
                .filter(version -> mayHold(store, set, version, moment))
                .count();
      }
      return earlier == 0
          ? Optional.empty()
          : Optional.of(
              set.label()
                  + ": "
                  + earlier
                  + (set.isOpaque()
                      ? " object versions that are not looked into"
                      : " object versions"));
    } catch (StoreException e) {
      return Optional.of(set.label() + " cannot be listed: " + e.getMessage());
    }
  }

  /** What is opaque, a log for instance, may hold what is older than itself. */
  private static boolean mayHold(
      ObjectStore store, ObjectSet set, ObjectVersion version, Instant moment) {
    try {
      return set.isOpaque() || CopyTime.mayHold(store.details(version.pin()).created(), moment);
    } catch (StoreException.Refused | StoreException.Gone | StoreException.Changed e) {
      return true; // of one object alone nothing is known
    }
  }
}
