package org.quietus.backup.version;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.Pin;

/** The files of a backup that tell of others how many rows they have: they go after these. */
final class TellingFiles {
  private final SetContext set;
  private final UnitSearch.Found found;
  private final Set<Pin> rewritten;
  private final List<JournalEntry> others;
  private final boolean begun;

  /** {@code ready} are those of {@code all} that this attempt has looked at, and the others not. */
  TellingFiles(
      SetContext set,
      UnitSearch.Found found,
      List<JournalEntry> all,
      List<JournalEntry> ready,
      List<JournalEntry> others) {
    this.set = set;
    this.found = found;
    this.rewritten =
        ready.stream()
            .filter(entry -> entry.state() == VersionState.PLANNED)
            .filter(entry -> entry.held().ticket().isPresent())
            .map(entry -> entry.held().pin())
            .collect(toSet());
    this.others = List.copyOf(others);
    this.begun = all.stream().anyMatch(entry -> entry.held().result().isPresent());
  }

  /**
   * The entry, made ready if what it tells will not be so any more.
   *
   * @throws Trouble if it does not fit the others, or has to stay as it is
   */
  JournalEntry staged(JournalEntry entry) {
    if (!entry.held().latest() || !found.tells(entry.held())) {
      return entry;
    }
    Optional<JournalEntry> unread = others.stream().filter(TellingFiles::isUnread).findFirst();
    if (unread.isPresent()) {
      set.say(entry, "waits for object %s of the same backup, whose rows it tells", unread.get());
      return entry.to(VersionState.INCOMPLETE);
    }
    if (!found.isOutdated(entry.held(), rewritten, begun)) {
      return entry;
    }
    if (entry.state() != VersionState.CLEAN) {
      throw bound(entry);
    }
    return new Staging(set).stage(entry.to(VersionState.PLANNED), found);
  }

  /**
   * Requires of those that have their end that they tell what will be so.
   *
   * @throws Trouble if one does not
   */
  void requireOthersRight() {
    if (others.stream().anyMatch(TellingFiles::isUnread)) {
      return;
    }
    for (JournalEntry other : others) {
      Optional<SealedVersion> told =
          other.standing().filter(SealedVersion::latest).filter(found::tells);
      if (told.filter(now -> found.isOutdated(now, rewritten, begun)).isPresent()) {
        throw bound(other);
      }
    }
  }

  /** Of what stays as it is, and is not read, nobody knows how many rows it has. */
  private static boolean isUnread(JournalEntry other) {
    return other.held().latest()
        && other.state() != VersionState.MARKER
        && other.state().remains()
        && other.standing().isEmpty();
  }

  private Trouble bound(JournalEntry entry) {
    return new Trouble(
        VersionState.UNSUPPORTED,
        "object %s of the same backup says how many rows it has, and cannot be rewritten with it (%s)"
            .formatted(set.names().of(entry.held()), entry.state().label()));
  }

  /** Those that tell of others are planned again where one of these is. */
  static List<JournalEntry> replanned(SetContext set, List<JournalEntry> entries) {
    boolean again =
        entries.stream()
            .map(JournalEntry::state)
            .anyMatch(state -> state == VersionState.PLANNED || state == VersionState.HELD);
    return entries.stream()
        .map(entry -> again && isStaged(entry) ? replanned(set, entry) : entry)
        .toList();
  }

  private static boolean isStaged(JournalEntry entry) {
    return entry.state() == VersionState.STAGED
        && entry.counts().isEmpty()
        && entry.held().ticket().isPresent();
  }

  private static JournalEntry replanned(SetContext set, JournalEntry staged) {
    JournalEntry now = Swap.asCommitted(set, staged);
    if (now.state() != VersionState.STAGED) {
      return now;
    }
    now.held().ticket().ifPresent(set.store()::discard);
    JournalEntry planned = now.holding(now.held().withoutUpload()).to(VersionState.PLANNED);
    set.save(planned);
    return planned;
  }
}
