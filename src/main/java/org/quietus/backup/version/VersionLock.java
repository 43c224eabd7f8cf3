package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.Lock;

/** What a lock on an object version means for its end. */
final class VersionLock {
  private VersionLock() {}

  /** The entry of a version that turned out to be locked. */
  static JournalEntry locked(SetContext set, JournalEntry entry, Lock lock) {
    Optional<LocalDate> kept = set.lastDay(entry.held().createdAt());
    return entry.protectedBy(code(lock), until(set, lock, kept)).to(VersionState.LOCKED);
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
