package org.quietus.backup.set;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupStock;

/** Counts what a set's pattern matches, without reading any of it. */
final class StockCount {
  private StockCount() {}

  /** What is listed now, or why nothing can be. */
  static BackupStock of(ObjectSet set, Stores stores) {
    try {
      ObjectStore store = stores.named(set.store());
      store.requireListable(set.objects().prefix()); // people wait for the answer
      return of(set, store);
    } catch (StoreException e) {
      return new BackupStock(set, 0, 0, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static BackupStock of(ObjectSet set, ObjectStore store) {
    try (Stream<ObjectVersion> versions = store.versions(set.objects().prefix())) {
      Counted counted = new Counted();
      versions
          .filter(version -> !version.deleteMarker())
          .map(version -> version.key().value())
          .filter(set.objects()::matches)
          .forEach(counted::add);
      return new BackupStock(set, counted.keys, counted.versions, Optional.empty());
    }
  }

  /** Stores list the versions of a key behind each other. */
  private static final class Counted {
    private int keys;
    private long versions;
    private @Nullable String last;

    private void add(String key) {
      keys += key.equals(last) ? 0 : 1;
      versions++;
      last = key;
    }
  }
}
