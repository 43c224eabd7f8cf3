package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.target.BackupEnd;

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
    this.newFolders = new NewFolders(set, units, newest, links, whole);
  }

  /**
   * Adds them, the oldest first: what is removed last is the current version. Returns what somebody
   * else replaced since the listing.
   *
   * @param all what is new
   * @param known what the journal has already
   * @param there whether the store has what the journal has still
   */
  List<ObjectVersion> add(
      List<ObjectVersion> all, List<JournalEntry> known, Predicate<JournalEntry> there) {
    List<ObjectVersion> fresh = repositories.others(all, known);
    List<ObjectVersion> missed = new ArrayList<>();
    Map<ObjectVersion, StoreException> refused = new LinkedHashMap<>();
    List<ObjectVersion> oldestFirst = new ArrayList<>(fresh);
    Collections.reverse(oldestFirst);
    Map<Pin, ObjectDetails> details =
        new VersionDetails(set).of(oldestFirst, refused::put, missed::add);
    NewEntries entries = new NewEntries(set, units, units.of(fresh, known, details));
    refused.forEach((version, why) -> leave(version, entries, why));
    newest.are(
        repositories.others(known), there, copies(fresh, details, entries, refused.keySet()));
    Set<String> due =
        fresh.stream()
            .filter(version -> !version.deleteMarker() && set.isDue(version.pin()))
            .map(version -> entries.unit(version.pin()))
            .collect(Collectors.toSet());
    NewFolders.Over over = newFolders.over(fresh, details, entries, missed);
    for (ObjectVersion version : oldestFirst) {
      if (version.deleteMarker()) {
        addMarker(version, entries);
      } else if (over.takes(version)) {
        continue;
      } else if (units.isGrowing(version)) {
        addAsGrowing(version, entries);
      } else if (details.containsKey(version.pin())) {
        boolean searched = due.contains(entries.unit(version.pin()));
        add(version, Objects.requireNonNull(details.get(version.pin())), entries, searched);
      }
    }
    missed.addAll(over.expire());
    return missed;
  }

  /** Those that can be looked at, of objects that nobody has deleted. */
  private List<Generations.Copy> copies(
      List<ObjectVersion> fresh,
      Map<Pin, ObjectDetails> details,
      NewEntries entries,
      Set<ObjectVersion> refused) {
    Set<String> partly =
        refused.stream().map(version -> entries.unit(version.pin())).collect(Collectors.toSet());
    Set<ObjectKey> deleted =
        fresh.stream()
            .filter(version -> version.deleteMarker() && version.latest())
            .map(ObjectVersion::key)
            .collect(Collectors.toSet());
    return fresh.stream()
        .filter(version -> details.containsKey(version.pin()) && !deleted.contains(version.key()))
        .map(
            version -> {
              String unit = entries.unit(version.pin());
              return newest.copy(unit, NewEntries.held(version, details), !partly.contains(unit));
            })
        .toList();
  }

  /** One object that cannot be looked at stops itself alone. */
  private void leave(ObjectVersion version, NewEntries entries, StoreException why) {
    SealedVersion held = NewEntries.held(version, version.lastModified());
    set.task()
        .notes()
        .accept(
            "%s: object %s: %s"
                .formatted(set.settings().label(), set.names().of(held), why.getMessage()));
    entries.insert(
        held, SetRun.end(why), Optional.of(JournalEntry.ACCESS_CONTROLLED), Optional.empty());
  }

  /** Adds those that somebody else replaces again and again. */
  void addAsChanged(List<ObjectVersion> missed) {
    if (!missed.isEmpty()) {
      NewEntries entries = new NewEntries(set, units, units.of(List.of(), set.entries(), Map.of()));
      missed.forEach(entries::changed);
    }
  }

  /** The rows that led to its rows may be gone from the others by now. */
  private void addAsGrowing(ObjectVersion version, NewEntries entries) {
    set.task()
        .notes()
        .accept(
            "%s: object %s came when other files of its backup had been searched without it; a later run searches them together"
                .formatted(
                    set.settings().label(),
                    set.names().of(NewEntries.held(version, version.lastModified()))));
    entries.changed(version);
  }

  private void addMarker(ObjectVersion version, NewEntries entries) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), 0, version.lastModified());
    entries.insert(held, VersionState.MARKER, Optional.empty(), Optional.empty());
  }

  /** {@code due} if its backup has to be searched for persons whom earlier runs erased. */
  private void add(ObjectVersion version, ObjectDetails details, NewEntries entries, boolean due) {
    SealedVersion held = NewEntries.held(version, details.created());
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
              ? unsearched(version.pin())
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

  private VersionState unsearched(Pin version) {
    return set.isScreened(version)
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
