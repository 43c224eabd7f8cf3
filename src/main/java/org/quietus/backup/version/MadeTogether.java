package org.quietus.backup.version;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When the current objects of each backup were made, which is kept of those that have several. */
final class MadeTogether {
  private static final Duration LONGEST_DUMP = Duration.ofDays(1);

  private final Map<String, List<Placed>> units;
  private final Map<String, NavigableSet<Instant>> known = new HashMap<>();

  /** {@code units} are the backups, the map itself. */
  MadeTogether(Map<String, List<Placed>> units) {
    this.units = units;
  }

  /** A backup has got one more. */
  void forget(String unit) {
    known.remove(unit);
  }

  /**
   * When the last current object of a backup was made that is of the same dump as one that was made
   * at a moment; no dump takes longer than a day.
   */
  Instant with(String unit, Instant created) {
    @Nullable Instant last = current(unit).floor(created.plus(LONGEST_DUMP));
    return last != null && last.isAfter(created) ? last : created;
  }

  /** When the first current object of a backup was made; empty if it has none. */
  Optional<Instant> begun(String unit) {
    return current(unit).stream().findFirst();
  }

  /** When the last current object of a backup was made; empty if it has none. */
  Optional<Instant> ended(String unit) {
    return current(unit).descendingSet().stream().findFirst();
  }

  private NavigableSet<Instant> current(String unit) {
    @Nullable NavigableSet<Instant> made = known.get(unit);
    if (made == null) {
      List<Placed> all = units.getOrDefault(unit, List.of());
      made =
          all.stream()
              .map(Placed::copy)
              .filter(StoredCopy::latest)
              .map(StoredCopy::created)
              .collect(Collectors.toCollection(TreeSet::new));
      if (all.size() > 1) {
        known.put(unit, made);
      }
    }
    return made;
  }
}
