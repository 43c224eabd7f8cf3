package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.StoreException;

/** What a lock on an object version means for its end. */
final class VersionLock {
  private VersionLock() {}

  /**
   * The entry of a version that is about to go, which says before it goes whether a retention is
   * bypassed for that.
   */
  static JournalEntry removing(SetContext set, JournalEntry entry) {
    if (!set.store().bypassesGovernance() || entry.held().pin().deleteMarker()) {
      return entry;
    }
    Lock lock;
    try {
      lock = set.store().details(entry.held().pin()).lock();
    } catch (StoreException.Gone e) {
      return entry; // by us, before a kill
    }
    JournalEntry noted =
        entry.bypassing(lock.isGovernance() && lock.mayHoldAt(set.clock().instant()));
    if (noted.bypass() != entry.bypass()) {
      set.save(noted);
    }
    return noted;
  }

  /** Whether a lock keeps a version from being worked on now. */
  static boolean binds(SetContext set, Lock lock) {
    return lock.holdsAt(set.clock().instant())
        && !(set.store().bypassesGovernance() && lock.isGovernance());
  }

  /** The entry of a version that turned out to be locked. */
  static JournalEntry locked(SetContext set, JournalEntry entry, Lock lock) {
    Optional<LocalDate> kept = set.lastDay(entry.held().createdAt());
    return entry
        .bypassing(false)
        .protectedBy(code(lock), until(set, lock, kept))
        .to(VersionState.LOCKED);
  }

  /** What protects it, as a certificate calls it. */
  static String code(Lock lock) {
    return lock.legalHold()
        ? "legal-hold"
        : lock.mode()
            .map(mode -> "locked-" + mode.name().toLowerCase(Locale.ROOT))
            .orElse("locked");
  }

  /** The end of the lock, after which the object is worked on; none for a legal hold. */
  static Optional<LocalDate> until(SetContext set, Lock lock, Optional<LocalDate> kept) {
    if (lock.legalHold()) {
      return Optional.empty();
    }
    Optional<LocalDate> retained =
        lock.until().map(end -> end.atZone(set.jobZone()).toLocalDate().plusDays(1));
    return retained.or(() -> kept);
  }
}
