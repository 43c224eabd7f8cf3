package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.backup.journal.JournalEntry;

/**
 * Which units may be worked off at the same time: those that have the key of an object in common
 * must not, for what becomes of an older version depends on the newer ones.
 */
final class Strands {
  private Strands() {}

  /** A unit with its entries, at its place among all. */
  record Unit(int place, String name, List<JournalEntry> entries) {}

  /** One list for what has to go in its order; each begins with the first of its units. */
  static List<List<Unit>> of(List<Unit> units) {
    Map<String, List<Unit>> byKey = new HashMap<>();
    List<List<Unit>> all = new ArrayList<>();
    for (Unit unit : units) {
      List<Unit> strand = new ArrayList<>();
      all.add(strand);
      for (JournalEntry entry : unit.entries()) {
        strand = joined(strand, byKey.getOrDefault(entry.held().key(), strand), byKey);
      }
      strand.add(unit);
      List<Unit> its = strand;
      unit.entries().forEach(entry -> byKey.put(entry.held().key(), its));
    }
    all.removeIf(List::isEmpty);
    all.forEach(strand -> strand.sort(Comparator.comparingInt(Unit::place)));
    all.sort(Comparator.comparingInt(strand -> strand.get(0).place()));
    return all;
  }

  /** The fewer go to the more, so that none goes often. */
  private static List<Unit> joined(
      List<Unit> one, List<Unit> other, Map<String, List<Unit>> byKey) {
    if (one == other) {
      return one;
    }
    List<Unit> stays = one.size() > other.size() ? one : other;
    List<Unit> goes = stays == one ? other : one;
    goes.forEach(unit -> unit.entries().forEach(entry -> byKey.put(entry.held().key(), stays)));
    stays.addAll(goes);
    goes.clear();
    return stays;
  }
}
