package org.quietus.backup.version;

import java.util.List;
import java.util.function.Consumer;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.ScreenedNotes;
import org.quietus.objectstore.Pin;
import org.quietus.target.TokenSet;

/** Notes for later runs what this one has seen of the versions of a set. */
final class Noting {
  private final SetContext set;
  private final int atOnce;
  private final ScreenedNotes notes;
  private final TokenSet left = new TokenSet();

  /** {@code atOnce} entries are taken together, where backups are of no more. */
  Noting(SetContext set, int atOnce) {
    this.set = set;
    this.atOnce = atOnce;
    this.notes = set.screened().notes(set.requests());
  }

  /** Notes all of it, some backups at a time. */
  void note() {
    Consumer<List<JournalEntry>> some =
        entries -> {
          set.turnTo(entries);
          set.task().fenced().transaction(() -> take(entries));
        };
    if (set.isEachByItself()) {
      set.pages(List.of(), some);
    } else {
      set.all().backups(List.of(), atOnce, some);
    }
    set.task().fenced().transaction(this::end);
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
