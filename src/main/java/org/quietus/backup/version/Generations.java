package org.quietus.backup.version;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;

/** The backups of a set by age: the newest ones stay, in case that no more are made. */
final class Generations {
  /** With a name of sixty letters in its header. */
  private static final int EMPTY_GZIP = 80;

  private final Map<String, Generation> known = new LinkedHashMap<>();

  private record Generation(boolean full, Instant created) implements Comparable<Generation> {
    @Override
    public int compareTo(Generation other) {
      return full == other.full ? created.compareTo(other.created) : full ? 1 : -1;
    }
  }

  /** Whether a version is any use; a program that failed leaves an empty file. */
  static boolean isFull(JournalEntry entry) {
    return entry.state() != VersionState.DAMAGED
        && entry.state() != VersionState.NOT_A_DUMP
        && isFull(entry.held().pin().key(), entry.held().size());
  }

  /** The same of one that nothing else is known of. */
  static boolean isFull(ObjectKey key, long size) {
    return size > (key.value().endsWith(".gz") ? EMPTY_GZIP : 0);
  }

  /**
   * Adds a current version of a backup; of those of one age the last that is added is newer.
   *
   * @param full whether it is any use: one that is not counts only where there are no others
   */
  void add(String unit, Instant created, boolean full) {
    known.merge(
        unit,
        new Generation(full, created),
        (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** When the newest backup was made; empty if there is none, or only such as are no use. */
  Optional<Instant> newestCreated() {
    return known.values().stream()
        .filter(Generation::full)
        .map(Generation::created)
        .max(Instant::compareTo);
  }

  /** The tokens of the newest backups. */
  Set<String> newest(int most) {
    List<String> oldestFirst =
        known.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    return Set.copyOf(
        oldestFirst.subList(Math.max(0, oldestFirst.size() - most), oldestFirst.size()));
  }
}
