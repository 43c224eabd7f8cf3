package org.quietus.backup.version;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The tables whose rows an older backup has and a newer one has not, since they were left out of
 * it. What the set's database has no more was not left out; of other databases nobody knows. What
 * cannot be read misses nothing, and is missed by nothing.
 */
final class MissingTables {
  private final Set<String> today;

  /** {@code today} are the tables that the set's database has. */
  MissingTables(Collection<String> today) {
    this.today =
        today.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Those of versions that are backups of that database. */
  Set<String> amongCopies(List<StoredCopy> newer, List<StoredCopy> older, String database) {
    return between(
        newer.stream().map(MissingTables::asked).toList(),
        older.stream().map(MissingTables::asked).toList(),
        database);
  }

  private static Supplier<Optional<Contents.HeldTables>> asked(StoredCopy copy) {
    return copy::held;
  }

  /** Those of a backup of that database; the older one is read only if the newer one lacks some. */
  Set<String> between(
      List<Supplier<Optional<Contents.HeldTables>>> newer,
      List<Supplier<Optional<Contents.HeldTables>>> older,
      String database) {
    List<Optional<Contents.HeldTables>> parts = newer.stream().map(Supplier::get).toList();
    Set<String> held = held(parts);
    boolean isOwn = database.equals(Generations.OWN);
    if (parts.stream().anyMatch(Optional::isEmpty) || (isOwn && held.containsAll(today))) {
      return Set.of();
    }
    Set<String> missing = held(older.stream().map(Supplier::get).toList());
    missing.removeAll(held);
    if (isOwn) {
      missing.retainAll(today);
    }
    return missing;
  }

  private static Set<String> held(List<Optional<Contents.HeldTables>> parts) {
    Set<String> held = new HashSet<>();
    if (parts.stream().flatMap(Optional::stream).anyMatch(Contents.HeldTables::hasRows)) {
      parts.stream().flatMap(Optional::stream).forEach(part -> held.addAll(part.tables()));
    }
    return held;
  }
}
