package org.quietus.backup.version;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The backups of a set by age: the newest ones stay, in case that no more are made. */
final class Generations {
  private final Map<String, Instant> created = new LinkedHashMap<>();

  /** Adds a current version of a backup; of those of one age the last that is added is newer. */
  void add(String unit, Instant moment) {
    created.merge(unit, moment, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** The tokens of the newest backups. */
  Set<String> newest(int most) {
    List<String> oldestFirst =
        created.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    return Set.copyOf(
        oldestFirst.subList(Math.max(0, oldestFirst.size() - most), oldestFirst.size()));
  }
}
