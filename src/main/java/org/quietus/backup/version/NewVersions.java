package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.StoreException;
import org.quietus.target.BackupEnd;
import org.quietus.target.TokenSet;

/**
 * Takes versions that are new in the store into the journal: what each is, and what comes of it.
 */
final class NewVersions {
  private final SetContext set;
  private final Units units;
  private final LinkedFiles links;
  private final NamedKeys named;
  private final NewestBackups newest;
  private final Expiry expiry;
  private final RepositoryObjects repositories;
  private final NewFolders newFolders;
  private final VersionDetails details;

  NewVersions(
      SetContext set,
      Units units,
      NamedKeys named,
      NewestBackups newest,
      Expiry expiry,
      FolderExpiry whole) {
    this.set = set;
    this.units = units;
    this.links = new LinkedFiles(set);
    this.named = named;
    this.newest = newest;
    this.expiry = expiry;
    this.repositories = new RepositoryObjects(set, units.folders());
    this.details = new VersionDetails(set);
    this.newFolders = new NewFolders(set, units, newest, links, whole);
  }

  /**
   * Takes note of the keys of a listing and of the journal before anything is looked at: what is of
   * a repository, or of a folder, only all of them tell.
   */
  void see(List<ObjectVersion> listed, ManyEntries known) {
    repositories.see(listed, known);
  }

  /**
   * Looks at versions that are new, but for those of repositories, which are left as they are.
   *
   * @param fresh takes them
   * @param missed takes what somebody else replaced since the listing
   */
  void look(List<ObjectVersion> some, Consumer<Fresh> fresh, Consumer<ObjectVersion> missed) {
    for (ObjectVersion version : repositories.others(some)) {
      fresh.accept(details.of(version, missed));
    }
  }

  /**
   * Adds what is new, the oldest first: what is removed last is the current version. Returns what
   * somebody else replaced since the listing, with what was found out before.
   *
   * @param known what the journal has already
   * @param there whether the store has what the journal has still
   * @param changed what was replaced by then
   */
  List<ObjectVersion> add(
      List<Fresh> fresh,
      ManyEntries known,
      Predicate<JournalEntry> there,
      List<ObjectVersion> changed) {
    List<ObjectVersion> missed = new ArrayList<>(changed);
    NewEntries entries = new NewEntries(set, units, units.of(fresh, known));
    TokenSet due = new TokenSet();
    TokenSet partly = new TokenSet();
    for (Fresh one : fresh) {
      if (one.due()) {
        due.add(entries.unit(one.pin()));
      }
      if (one.left().isPresent()) {
        partly.add(entries.unit(one.pin()));
        leave(one, entries);
      }
    }
    newest.are(repositories.others(known), there, fresh, entries, partly);
    NewFolders.Over over = newFolders.over(fresh, entries, missed);
    for (int n = fresh.size() - 1; n >= 0; n--) {
      Fresh one = fresh.get(n);
      if (one.version().deleteMarker()) {
        addMarker(one.version(), entries);
      } else if (over.takes(one)) {
        continue;
      } else if (units.isGrowing(one)) {
        addAsGrowing(one, entries);
      } else if (one.details().isPresent()) {
        add(one, entries, due.contains(entries.unit(one.pin())));
      }
    }
    missed.addAll(over.expire());
    return missed;
  }

  private void leave(Fresh one, NewEntries entries) {
    entries.insert(
        one.held(),
        one.left().orElseThrow(),
        Optional.of(JournalEntry.ACCESS_CONTROLLED),
        Optional.empty());
  }

  /** Adds those that somebody else replaces again and again. */
  void addAsChanged(List<ObjectVersion> missed) {
    if (!missed.isEmpty()) {
      NewEntries entries = new NewEntries(set, units, units.of(List.of(), set.all()));
      missed.forEach(entries::changed);
    }
  }

  /** The rows that led to its rows may be gone from the others by now. */
  private void addAsGrowing(Fresh fresh, NewEntries entries) {
    set.task()
        .notes()
        .accept(
            ("%s: object %s came when other files of its backup had been searched without it; a"
                    + " later run searches them together")
                .formatted(set.settings().label(), set.names().of(fresh.held())));
    entries.changed(fresh.version());
  }

  private void addMarker(ObjectVersion version, NewEntries entries) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), 0, version.lastModified());
    entries.insert(held, VersionState.MARKER, Optional.empty(), Optional.empty());
  }

  /** {@code due} if its backup has to be searched for persons whom earlier runs erased. */
  private void add(Fresh version, NewEntries entries, boolean due) {
    ObjectDetails details = version.details().orElseThrow();
    SealedVersion held = version.held();
    String unit = entries.unit(version.pin());
    boolean last = newest.isKept(unit, held);
    Optional<LocalDate> until = set.lastDay(newest.made(unit, held)).filter(day -> !last);
    boolean locked = VersionLock.binds(set, details.lock());
    boolean gone = named.isGoing(version.key());
    boolean old = gone || newest.isOver(unit, held);
    boolean searched = due || set.contents().isSought(set.task());
    if (locked && (old || due || set.contents().isSought(set.task()) || !set.persons().isEmpty())) {
      entries.insert(
          held,
          VersionState.LOCKED,
          Optional.of(VersionLock.code(details.lock())),
          VersionLock.until(set, details.lock(), until));
    } else if (!gone && isHeld(old, searched)) {
      entries.insert(
          held, VersionState.HELD, Optional.of(JournalEntry.HELD), old ? Optional.empty() : until);
    } else if (gone || (old && !set.task().holds().any())) {
      String protection = links.protectionOfWhole(details);
      expiry.expire(entries.insert(held, VersionState.PLANNED, Optional.of(protection), until));
    } else {
      VersionState state =
          !searched
              ? unsearched(version)
              : details.archived() ? VersionState.ARCHIVED : VersionState.PLANNED;
      if (state == VersionState.ARCHIVED) {
        restore(held);
      }
      if (old) {
        String protection =
            details.linkedElsewhere() ? links.protection(details) : JournalEntry.HELD;
        entries.insert(held, state, Optional.of(protection), Optional.empty());
      } else {
        String protection = last ? BackupEnd.NEWEST_BACKUP : protection(details);
        named.keep(entries.insert(held, state, Optional.of(protection), until));
      }
    }
  }

  private void restore(SealedVersion archived) {
    Optional<String> told;
    try {
      told = set.store().restore(archived.pin());
    } catch (StoreException e) {
      told = Optional.of("its restoration could not be asked for: " + e.getMessage());
    }
    told.map(
            how ->
                "%s: object %s is in an archive: %s"
                    .formatted(set.settings().label(), set.names().of(archived), how))
        .ifPresent(set.task().notes());
  }

  private VersionState unsearched(Fresh version) {
    return version.screened()
        ? VersionState.SCREENED
        : set.mayHoldErased() ? VersionState.NOT_SEARCHED : VersionState.UNEXPIRED;
  }

  /**
   * Whether holds on the data forbid what would be done now. A hold on somebody else keeps an old
   * object, and those who are sought are taken out of it.
   */
  private boolean isHeld(boolean old, boolean searched) {
    return searched ? set.task().holds().ofRows() : old && set.task().holds().any();
  }

  private String protection(ObjectDetails details) {
    return details.linkedElsewhere()
        ? links.protection(details)
        : set.settings().onErasure().waiting().orElseGet(() -> links.protection(details));
  }
}
