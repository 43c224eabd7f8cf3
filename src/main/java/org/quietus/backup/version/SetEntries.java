package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.target.TokenSet;

/** The entries of the journal of a set, of which no more are held than are shown together. */
record SetEntries(SetContext set) implements ManyEntries {
  /** How many backups are read at once, each of which may have many entries. */
  private static final int BACKUPS = 50;

  /** Shows the journal's entries of the set, of which a page is held at once. */
  @Override
  public void each(Consumer<JournalEntry> action) {
    set.pages(List.of(), page -> page.forEach(action));
  }

  /** The entry of a number. */
  JournalEntry entry(int number) {
    return numbered(List.of(number)).get(0);
  }

  /** The entries of some numbers, in their order. */
  List<JournalEntry> numbered(Collection<Integer> numbers) {
    return read(() -> set.journal().pages().numbered(set.settings().name(), numbers));
  }

  /**
   * Those of an object, of which the store has what they tell of, in the order of their numbers.
   */
  List<JournalEntry> ofKey(ObjectKey key) {
    try (Stream<ObjectVersion> versions = set.store().versions(key.value())) {
      return set.entries(
          versions
              .takeWhile(version -> version.key().equals(key))
              .map(version -> VersionInventory.token(set, version.pin()))
              .toList());
    }
  }

  /** Whether one could not be removed, or must not be. */
  boolean isAnyStuck() {
    return isAny(List.of(VersionState.UNREACHABLE, VersionState.LOCKED));
  }

  /** Whether something is still to be done. */
  boolean isAnyOpen() {
    return isAny(VersionState.OPEN);
  }

  private boolean isAny(Collection<VersionState> states) {
    return !read(() -> set.journal().pages().first(set.settings().name(), states)).isEmpty();
  }

  private List<JournalEntry> read(Supplier<List<JournalEntry>> some) {
    List<JournalEntry> entries = new ArrayList<>();
    set.task().fenced().transaction(() -> entries.addAll(some.get()));
    return entries;
  }

  /**
   * Shows all entries of each backup of which one is in some states, or in any if these are none.
   *
   * @param atOnce how many entries are shown together, and no more of the next backups
   */
  void backups(Collection<VersionState> states, int atOnce, Consumer<List<JournalEntry>> action) {
    TokenSet shown = new TokenSet();
    set.pages(
        states,
        page -> {
          List<JournalEntry> fresh =
              page.stream().filter(entry -> !shown.contains(entry.unit())).toList();
          fresh.forEach(entry -> shown.add(entry.unit()));
          backupsOf(fresh, atOnce, action);
        });
  }

  /** The same of the backups that some entries are of. */
  void backupsOf(List<JournalEntry> some, int atOnce, Consumer<List<JournalEntry>> action) {
    List<String> units = some.stream().map(JournalEntry::unit).distinct().toList();
    List<JournalEntry> all = new ArrayList<>();
    int step = Math.min(BACKUPS, atOnce);
    for (int from = 0; from < units.size(); from += step) {
      List<String> few = units.subList(from, Math.min(units.size(), from + step));
      all.addAll(read(() -> set.journal().pages().ofBackups(set.settings().name(), few)));
      if (all.size() >= atOnce) {
        action.accept(List.copyOf(all));
        all.clear();
      }
    }
    if (!all.isEmpty()) {
      action.accept(List.copyOf(all));
    }
  }
}
