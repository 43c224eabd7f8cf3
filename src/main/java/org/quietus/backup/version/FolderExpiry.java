package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupEnd;

/**
 * Removes folders that are one backup each, all that is in one or nothing. All of it is in the
 * journal before the first file goes, so that after a kill the rest goes too.
 */
final class FolderExpiry {
  /** What tells what a folder is goes last, so that what is left is known until then. */
  private static final Comparator<JournalEntry> TELLING_LAST =
      Comparator.comparing(entry -> BackupFolders.telling(entry.held().key()).isPresent());

  private static final Comparator<JournalEntry> LONGEST =
      Comparator.comparing(entry -> entry.remainsUntil().orElse(LocalDate.MAX));

  /** What keeps one file keeps the others as long. */
  private static final Set<VersionState> BOUND = EnumSet.of(VersionState.LOCKED, VersionState.HELD);

  private final SetContext set;
  private final Expiry expiry;
  private final NewestBackups newest;
  private final BegunFolders begun;

  FolderExpiry(SetContext set, Expiry expiry, NewestBackups newest, BegunFolders begun) {
    this.set = set;
    this.begun = begun;
    this.expiry = expiry;
    this.newest = newest;
  }

  /** Removes all that is planned of a folder, unless something in it has to stay. */
  void expire(String unit) {
    List<JournalEntry> all = set.entries(unit);
    List<JournalEntry> going = all.stream().filter(FolderExpiry::isPlanned).toList();
    Optional<JournalEntry> staying = all.stream().filter(FolderExpiry::isStaying).max(LONGEST);
    if (staying.isPresent()) {
      leave(going, staying.get());
      return;
    }
    if (!going.isEmpty()) {
      boolean more = begun.begin(going);
      int removed = remove(going.stream().sorted(TELLING_LAST).toList());
      if (removed == going.size() || (removed == 0 && !more)) {
        begun.end(going.get(0).held().key());
      }
    }
  }

  /** Removes one after the other, and returns how many went. */
  private int remove(List<JournalEntry> ordered) {
    int removed = 0;
    for (int n = 0; n < ordered.size(); n++) {
      JournalEntry end = expiry.expire(ordered.get(n));
      if (end.state() == VersionState.GONE) {
        return removed; // what has taken its place is looked at before anything else goes
      }
      if (end.state() != VersionState.HELD && isStaying(end)) {
        leave(ordered.subList(n + 1, ordered.size()), end);
        return removed;
      }
      removed += end.state() == VersionState.HELD ? 0 : 1;
    }
    return removed;
  }

  private static boolean isPlanned(JournalEntry entry) {
    return entry.state() == VersionState.PLANNED;
  }

  private static boolean isStaying(JournalEntry entry) {
    return !isPlanned(entry)
        && entry.state() != VersionState.LINKED_ELSEWHERE
        && entry.state().remains();
  }

  private void leave(List<JournalEntry> rest, JournalEntry because) {
    if (rest.isEmpty()) {
      return;
    }
    set.say(rest.get(0), "stays, as all of its folder does, since object %s in it does", because);
    String protection = because.protection().orElse(JournalEntry.ACCESS_CONTROLLED);
    for (JournalEntry entry : rest) {
      set.save(
          BOUND.contains(because.state())
              ? entry.protectedBy(protection, because.remainsUntil()).to(because.state())
              : entry.to(VersionState.INCOMPLETE));
    }
  }

  /** Leaves what was about to go before a kill, and has to stay by now. */
  void keepWhatIsNotOver() {
    if (!set.settings().isOpaque() || set.settings().kind() == ObjectSet.Kind.FILES) {
      return;
    }
    set.pages(
        List.of(VersionState.PLANNED),
        page -> page.stream().filter(entry -> !expiry.isOver(entry)).forEach(this::keep));
  }

  private void keep(JournalEntry entry) {
    boolean last = newest.isKept(entry.unit(), entry.held());
    Optional<LocalDate> until = set.lastDay(newest.made(entry.unit(), entry.held()));
    JournalEntry kept =
        last
            ? entry.protectedBy(BackupEnd.NEWEST_BACKUP, Optional.empty())
            : entry.protectedBy(protection(entry), until);
    set.save(kept.to(VersionState.UNEXPIRED));
  }

  private String protection(JournalEntry entry) {
    return set.settings()
        .onErasure()
        .waiting()
        .or(entry::protection)
        .orElse(JournalEntry.ACCESS_CONTROLLED);
  }
}
