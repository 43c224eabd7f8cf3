package org.quietus.backup.version;

import java.util.List;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.StoreException;

/** Removes objects as a whole: those whose period is over, and those that rows named which went. */
final class Expiry {
  private final SetContext set;
  private final NamedKeys named;
  private final NewestBackups newest;
  private final Silence removing = new Silence();
  private int changes;

  Expiry(SetContext set, NamedKeys named, NewestBackups newest) {
    this.set = set;
    this.named = named;
    this.newest = newest;
  }

  /** How many objects somebody else changed before they were removed: one has to list again. */
  int changes() {
    return changes;
  }

  /** Begins to look for changes once more. */
  void listedAgain() {
    changes = 0;
  }

  /** Removes an object that has outlived its period, as a whole, and returns how it ended. */
  JournalEntry expire(JournalEntry entry) {
    if (named.isNamedAgain(entry.held().pin().key()) && !isOld(entry)) {
      boolean sought = set.isSought(List.of(entry.held().pin()));
      JournalEntry stays = sought ? entry : entry.to(VersionState.UNEXPIRED);
      named.keep(saved(stays));
      return stays;
    }
    if (set.task().holds().any() && !named.isGoing(entry.held().pin().key())) {
      return saved(entry.protectedBy(JournalEntry.HELD, Optional.empty()).to(VersionState.HELD));
    }
    Optional<JournalEntry> under;
    try {
      under = under(entry);
    } catch (StoreException e) {
      return unremovable(entry, e);
    }
    Optional<JournalEntry> stuck = under.filter(older -> older.state() == VersionState.UNREACHABLE);
    if (stuck.isPresent()) {
      set.say(
          entry,
          "stays with its older version %s, which could not be removed and would be current",
          stuck.get());
      return saved(entry.to(VersionState.UNREACHABLE));
    }
    Optional<JournalEntry> locked = under.filter(older -> older.state() == VersionState.LOCKED);
    if (locked.isPresent()) {
      set.say(entry, "stays with its locked version %s, which would be current", locked.get());
      String protection = locked.get().protection().orElse(JournalEntry.ACCESS_CONTROLLED);
      return saved(
          entry.protectedBy(protection, locked.get().remainsUntil()).to(VersionState.LOCKED));
    }
    JournalEntry end;
    try {
      JournalEntry going = VersionLock.removing(set, entry);
      set.store().delete(going.held().pin(), set.permit());
      end = new Settling(set).expired(going, named.going(entry.held().pin().key()));
    } catch (StoreException.Locked e) {
      end = saved(VersionLock.locked(set, entry, e.lock()));
    } catch (StoreException.Changed e) {
      changes++;
      end = saved(entry.to(VersionState.GONE));
    } catch (StoreException e) {
      return unremovable(entry, e);
    }
    removing.answered();
    return end;
  }

  private JournalEntry unremovable(JournalEntry entry, StoreException why) {
    removing.failed(why);
    set.say(entry, "could not be removed: " + String.valueOf(why.getMessage()).replace("%", "%%"));
    return saved(entry.to(VersionState.UNREACHABLE));
  }

  private JournalEntry saved(JournalEntry entry) {
    set.save(entry);
    return entry;
  }

  /**
   * What could not be removed, or must not be, and would become the current version if an entry's
   * went; empty where there is nothing.
   */
  private Optional<JournalEntry> under(JournalEntry entry) {
    if (!entry.held().latest() || entry.held().pin().overwritable() || !set.all().isAnyStuck()) {
      return Optional.empty();
    }
    List<JournalEntry> older =
        set.all().ofKey(entry.held().pin().key()).stream()
            .filter(other -> isUnder(other, entry) && WholeBackups.isThere(other))
            .toList();
    return older.stream().anyMatch(Expiry::isStuck)
        ? Optional.of(older.get(older.size() - 1))
        : Optional.empty();
  }

  private static boolean isStuck(JournalEntry entry) {
    return entry.state() == VersionState.UNREACHABLE || entry.state() == VersionState.LOCKED;
  }

  private static boolean isUnder(JournalEntry other, JournalEntry entry) {
    return other.held().key().equals(entry.held().key()) && other.number() < entry.number();
  }

  /** Whether an object has outlived its period, so that it goes, or is held, as a whole. */
  boolean isOver(JournalEntry entry) {
    boolean searched = set.isSought(List.of(entry.held().pin()));
    return named.isGoing(entry.held().pin().key())
        || (isOld(entry) && !(searched && set.task().holds().any()));
  }

  /** Whether its period is over, or a row that named it is gone. */
  boolean isOld(JournalEntry entry) {
    return named.isGoing(entry.held().pin().key()) || newest.isOver(entry.unit(), entry.held());
  }
}
