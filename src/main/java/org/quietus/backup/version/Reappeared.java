package org.quietus.backup.version;

import java.util.List;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.JournalEntry;

/** A version that was removed, and is listed again. */
final class Reappeared {
  private Reappeared() {}

  /** Whether the version went, or a clean copy took its place. */
  static boolean wasRemoved(JournalEntry entry) {
    return entry.state() == VersionState.VERIFIED
        || entry.state() == VersionState.LINKED_ELSEWHERE
        || entry.state() == VersionState.EXPIRED
        || (entry.state() == VersionState.UNREAD_ROWS && entry.held().result().isPresent());
  }

  /** What had been removed with it, and is there again. */
  static List<DueRows> rows(JournalEntry entry) {
    boolean whole =
        entry.state() == VersionState.EXPIRED
            || (entry.state() == VersionState.LINKED_ELSEWHERE && entry.result().isEmpty());
    return whole
        ? List.of(DueRows.object(entry.isAgain()))
        : entry.counts().stream()
            .filter(line -> line.changed() > 0)
            .map(line -> DueRows.of(line, entry.isAgain()))
            .toList();
  }
}
