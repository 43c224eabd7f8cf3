package org.quietus.backup.version;

import java.util.List;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.ScreenedNotes;
import org.quietus.objectstore.Pin;
import org.quietus.target.TokenSet;

/** Notes for later runs what this one has seen of the versions of a set. */
final class Noting {
  private final SetContext set;
  private final ScreenedNotes notes;
  private final TokenSet left = new TokenSet();

  Noting(SetContext set) {
    this.set = set;
    this.notes = set.screened().notes(set.requests());
  }

  /** Notes all of it, a page at a time where every object stands for itself. */
  void note() {
    if (set.isEachByItself()) {
      set.pages(
          List.of(),
          page -> {
            set.turnTo(page);
            set.task().fenced().transaction(() -> take(page));
          });
      set.task().fenced().transaction(this::end);
    } else {
      List<JournalEntry> all = set.entries();
      set.task()
          .fenced()
          .transaction(
              () -> {
                take(all);
                end();
              });
    }
  }

  private void take(List<JournalEntry> entries) {
    notes.take(entries);
    if (set.contents().isFiltered()) {
      entries.stream()
          .filter(entry -> entry.state().remains())
          .map(entry -> entry.standing().orElse(entry.held()).pin())
          .map(this::token)
          .forEach(left::add);
    }
  }

  private String token(Pin version) {
    return set.filters().token(version);
  }

  private void end() {
    notes.end();
    set.filters().keepOnly(left::contains);
  }
}
