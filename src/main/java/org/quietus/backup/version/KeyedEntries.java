package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.journal.JournalEntry;

/** Finds for some entries of a set the others of the same objects. */
final class KeyedEntries {
  private final SetContext set;
  private NumbersByKey numbers = new NumbersByKey();

  KeyedEntries(SetContext set) {
    this.set = set;
  }

  /**
   * Takes note of what is there, and under which keys; returns whether something is open that is an
   * older version.
   */
  boolean stand(WholeBackups whole) {
    boolean[] older = {false};
    numbers = new NumbersByKey();
    whole.stand(
        action ->
            set.all()
                .each(
                    entry -> {
                      numbers.add(entry.held().key(), entry.number());
                      older[0] |= !entry.held().latest() && !entry.state().isEnd();
                      action.accept(entry);
                    }));
    return older[0];
  }

  /** Some entries, and all of the objects of which one of them is an older version. */
  List<JournalEntry> with(List<JournalEntry> some) {
    List<JournalEntry> beside = beside(some);
    if (beside.isEmpty()) {
      return some;
    }
    List<JournalEntry> all = new ArrayList<>(some);
    all.addAll(beside);
    all.sort(Comparator.comparingInt(JournalEntry::number));
    return all;
  }

  /** The others of the objects of which one of some entries is an older version. */
  List<JournalEntry> beside(List<JournalEntry> some) {
    Set<String> older =
        some.stream()
            .filter(entry -> !entry.held().latest())
            .map(entry -> entry.held().key())
            .collect(Collectors.toSet());
    Set<Integer> others = numbers.of(older);
    some.forEach(entry -> others.remove(entry.number()));
    return others.isEmpty() ? List.of() : set.all().numbered(others);
  }
}
