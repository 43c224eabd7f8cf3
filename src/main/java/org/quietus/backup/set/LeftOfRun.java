package org.quietus.backup.set;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.quietus.backup.journal.Journal;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.target.LeftObject;
import org.quietus.target.LeftObjects;
import org.quietus.target.TokenSet;

/** Which objects of several sets a run left, read from its journal a page at a time. */
final class LeftOfRun implements LeftObjects.Source {
  private final Journal journal;
  private final List<LeftOfSet> sets;
  private final TokenSet unread = new TokenSet();

  /** {@code sets} are those that the run worked on. */
  LeftOfRun(Journal journal, List<LeftOfSet> sets) {
    this.journal = journal;
    this.sets = List.copyOf(sets);
  }

  /** All of it; {@code others} are sets that the run did not work on. */
  LeftObjects all(Set<String> others) {
    Set<String> unlisted = new HashSet<>(others);
    sets.stream().map(LeftOfSet::set).filter(journal::isUnlisted).forEach(unlisted::add);
    return new LeftObjects(this, unread::contains, unlisted);
  }

  @Override
  public void each(Consumer<LeftObject> action) {
    for (LeftOfSet set : sets) {
      journal.each(
          set.set(),
          entry -> {
            List<JournalEntry> one = List.of(entry);
            set.objects(one).forEach(action);
            set.unread(one).forEach(unread::add);
          });
      if (journal.isUnlisted(set.set())) {
        action.accept(set.whole());
      }
    }
  }
}
