package org.quietus.backup.version;

import java.time.Instant;
import java.util.List;

/** The versions of one object, of which a newer one may take the place of an older one. */
final class Successors {
  private final MissingTables missing;
  private final List<StoredCopy> versions;

  Successors(MissingTables missing, List<StoredCopy> versions) {
    this.missing = missing;
    this.versions = List.copyOf(versions);
  }

  /** Whether one takes the place of those that are not current and were made at a moment. */
  boolean isAny(Instant created) {
    List<StoredCopy> older =
        versions.stream().filter(copy -> !copy.latest() && copy.created().equals(created)).toList();
    return versions.stream()
        .filter(copy -> copy.latest() || copy.created().isAfter(created))
        .filter(copy -> copy.isWhole())
        .anyMatch(copy -> replaces(copy, older));
  }

  private boolean replaces(StoredCopy newer, List<StoredCopy> older) {
    String database = database(newer);
    return older.stream().allMatch(copy -> database(copy).equals(database) || isNothing(copy))
        && missing.amongCopies(List.of(newer), older, database).isEmpty();
  }

  private static String database(StoredCopy copy) {
    return copy.database().orElse(Generations.OWN);
  }

  /** Such as the empty file that a program left which failed. */
  private static boolean isNothing(StoredCopy copy) {
    return copy.database().isEmpty() && !copy.isWhole();
  }
}
