package org.quietus.backup.version;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;

/**
 * The rows of a backup by which those in its locked objects will be found when the locks have
 * ended. If they went before, nobody could tell any more whose these are.
 */
final class LockedParts {
  private final SetContext set;
  private final Map<Rows, JournalEntry> needed = new HashMap<>();

  private record Rows(String request, String table) {}

  /** {@code others} are the entries of the backup that have their end. */
  LockedParts(
      SetContext set, UnitSearch search, UnitSearch.Found found, List<JournalEntry> others) {
    this.set = set;
    Set<Rows> locked = new HashSet<>();
    for (JournalEntry other : others) {
      if (other.state() == VersionState.LOCKED) {
        for (CountLine line : found.count(other.held()).lines()) {
          if (line.changed() > 0) {
            locked.add(new Rows(line.request(), line.table()));
            search
                .leadingTo(line)
                .forEach(table -> needed.putIfAbsent(new Rows(line.request(), table), other));
          }
        }
      }
    }
    needed.keySet().removeAll(locked);
  }

  /** Whether an entry has to stay with one of them, by the rows that are counted for it. */
  boolean binds(JournalEntry counted) {
    return holding(counted).isPresent();
  }

  /** The entry as it stays; says why. */
  JournalEntry bound(JournalEntry counted) {
    JournalEntry locked = holding(counted).orElseThrow();
    set.say(
        counted,
        "stays with object %s of the same backup, which is locked and whose rows are found by it",
        locked);
    return counted
        .counting(List.of())
        .protectedBy(
            locked.protection().orElse(JournalEntry.ACCESS_CONTROLLED), locked.remainsUntil())
        .to(VersionState.LOCKED);
  }

  private Optional<JournalEntry> holding(JournalEntry counted) {
    return counted.counts().stream()
        .filter(line -> line.changed() > 0)
        .map(line -> new Rows(line.request(), line.table()))
        .flatMap(rows -> Optional.ofNullable(needed.get(rows)).stream())
        .findFirst();
  }
}
