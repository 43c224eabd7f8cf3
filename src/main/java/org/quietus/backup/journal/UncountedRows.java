package org.quietus.backup.journal;

import java.util.List;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectStore;

/**
 * Rows that a run took out of a version, which it did not come to count: what it had written was
 * put in the place of the version, and then the store was away, or the run was abandoned.
 *
 * @param held the version that held them, and is gone
 */
public record UncountedRows(SealedVersion held, List<CountLine> counts) {
  public UncountedRows {
    counts = List.copyOf(counts);
  }

  /**
   * Those of an entry that did not come to its end; empty if the version that holds them is there
   * still, or nobody can tell.
   */
  static Optional<UncountedRows> of(JournalEntry entry, ObjectStore store) {
    if (entry.counts().isEmpty()) {
      return Optional.empty();
    }
    return entry.hasLostRows()
        ? Optional.of(new UncountedRows(entry.held(), entry.counts()))
        : Optional.of(entry)
            .filter(open -> open.state() == VersionState.STAGED)
            .flatMap(open -> of(open.held(), open.counts(), store));
  }

  /** The same of what was staged. */
  static Optional<UncountedRows> of(SealedVersion held, List<CountLine> counts, ObjectStore store) {
    return held.ticket().isEmpty() || counts.isEmpty()
        ? Optional.empty()
        : store
            .committed(held.staged())
            .map(held::swapped)
            .filter(SealedVersion::isOverwritten)
            .map(gone -> new UncountedRows(gone, counts));
  }
}
