package org.quietus.backup.version;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  NewVersions(SetContext set, Units units, NamedKeys named, NewestBackups newest, Expiry expiry) {
    this.set = set;
    this.units = units;
    this.links = new LinkedFiles(set);
    this.named = named;
    this.newest = newest;
    this.expiry = expiry;
    this.repositories = new RepositoryObjects(set);
  }

  /**
   * Adds them, the oldest first: what is removed last is the current version. Returns what somebody
   * else replaced since the listing.
   *
   * @param all what is new
   * @param known what the journal has already
   */
  List<ObjectVersion> add(List<ObjectVersion> all, List<JournalEntry> known) {
    List<ObjectVersion> fresh = repositories.others(all, known);
    List<ObjectVersion> missed = new ArrayList<>();
    Map<ObjectVersion, StoreException> refused = new LinkedHashMap<>();
    List<ObjectVersion> oldestFirst = new ArrayList<>(fresh);
    Collections.reverse(oldestFirst);
    Map<Pin, ObjectDetails> details = details(oldestFirst, refused, missed);
    Map<String, String> folders = units.of(fresh, known, details);
    refused.forEach((version, why) -> leave(version, folders, why));
    newest.are(repositories.others(known), copies(fresh, details, folders));
    Set<String> due =
        fresh.stream()
            .filter(version -> !version.deleteMarker() && set.isDue(version.pin()))
            .map(version -> unit(version.pin(), folders))
            .collect(Collectors.toSet());
    for (ObjectVersion version : oldestFirst) {
      if (version.deleteMarker()) {
        addMarker(version, folders);
      } else if (units.isGrowing(version)) {
        addAsGrowing(version, folders);
      } else if (details.containsKey(version.pin())) {
        boolean searched = due.contains(unit(version.pin(), folders));
        add(version, Objects.requireNonNull(details.get(version.pin())), folders, searched);
      }
    }
    return missed;
  }

  /** Those that can be looked at, of objects that nobody has deleted. */
  private List<Generations.Copy> copies(
      List<ObjectVersion> fresh, Map<Pin, ObjectDetails> details, Map<String, String> folders) {
    Set<ObjectKey> deleted =
        fresh.stream()
            .filter(version -> version.deleteMarker() && version.latest())
            .map(ObjectVersion::key)
            .collect(Collectors.toSet());
    return fresh.stream()
        .filter(version -> details.containsKey(version.pin()) && !deleted.contains(version.key()))
        .map(
            version ->
                newest.copy(
                    unit(version.pin(), folders),
                    held(version, Objects.requireNonNull(details.get(version.pin())).created())))
        .toList();
  }

  private static SealedVersion held(ObjectVersion version, Instant created) {
    return SealedVersion.of(version.pin(), version.latest(), version.size(), created);
  }

  /** {@code refused} takes what cannot be looked at, {@code missed} what is not there any more. */
  private Map<Pin, ObjectDetails> details(
      List<ObjectVersion> some,
      Map<ObjectVersion, StoreException> refused,
      List<ObjectVersion> missed) {
    Map<Pin, ObjectDetails> details = new HashMap<>();
    Silence unreachable = new Silence();
    for (ObjectVersion version : some) {
      try {
        if (!version.deleteMarker()) {
          ObjectDetails found = set.store().details(version.pin());
          found.created(); // may be refused
          details.put(version.pin(), found);
        }
      } catch (StoreException.Gone | StoreException.Changed e) {
        missed.add(version);
      } catch (StoreException e) {
        unreachable.failed(e);
        refused.put(version, e);
        continue;
      }
      unreachable.answered();
    }
    return details;
  }

  /** One object that cannot be looked at stops itself alone. */
  private void leave(ObjectVersion version, Map<String, String> folders, StoreException why) {
    SealedVersion held = held(version, version.lastModified());
    set.task()
        .notes()
        .accept(
            "%s: object %s: %s"
                .formatted(set.settings().label(), set.names().of(held), why.getMessage()));
    insert(
        held,
        folders,
        SetRun.end(why),
        Optional.of(JournalEntry.ACCESS_CONTROLLED),
        Optional.empty());
  }

  /** Adds those that somebody else replaces again and again. */
  void addAsChanged(List<ObjectVersion> missed) {
    if (!missed.isEmpty()) {
      Map<String, String> folders = units.of(List.of(), set.entries(), Map.of());
      missed.forEach(version -> addAsChanged(version, folders));
    }
  }

  /** The rows that led to its rows may be gone from the others by now. */
  private void addAsGrowing(ObjectVersion version, Map<String, String> folders) {
    set.task()
        .notes()
        .accept(
            "%s: object %s came when other files of its backup had been searched without it; a later run searches them together"
                .formatted(
                    set.settings().label(), set.names().of(held(version, version.lastModified()))));
    addAsChanged(version, folders);
  }

  private void addAsChanged(ObjectVersion version, Map<String, String> folders) {
    insert(
        held(version, version.lastModified()),
        folders,
        VersionState.CHANGED,
        Optional.of(JournalEntry.ACCESS_CONTROLLED),
        Optional.empty());
  }

  private void addMarker(ObjectVersion version, Map<String, String> folders) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), 0, version.lastModified());
    insert(held, folders, VersionState.MARKER, Optional.empty(), Optional.empty());
  }

  /** {@code due} if its backup has to be searched for persons whom earlier runs erased. */
  private void add(
      ObjectVersion version, ObjectDetails details, Map<String, String> folders, boolean due) {
    SealedVersion held = held(version, details.created());
    String unit = unit(version.pin(), folders);
    boolean last = newest.isKept(unit, held);
    Optional<LocalDate> until = set.lastDay(newest.made(unit, held)).filter(day -> !last);
    boolean locked = VersionLock.binds(set, details.lock());
    boolean gone = named.isGoing(version.key());
    boolean old = gone || newest.isOver(unit, held);
    boolean searched = due || set.contents().isSought(set.task());
    if (locked && (old || due || set.contents().isSought(set.task()) || !set.persons().isEmpty())) {
      insert(
          held,
          folders,
          VersionState.LOCKED,
          Optional.of(VersionLock.code(details.lock())),
          VersionLock.until(set, details.lock(), until));
    } else if (!gone && isHeld(old, searched)) {
      insert(
          held,
          folders,
          VersionState.HELD,
          Optional.of(JournalEntry.HELD),
          old ? Optional.empty() : until);
    } else if (gone || (old && !set.task().holds().any())) {
      String protection = links.protectionOfWhole(details);
      expiry.expire(insert(held, folders, VersionState.PLANNED, Optional.of(protection), until));
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
        insert(held, folders, state, Optional.of(protection), Optional.empty());
      } else {
        String protection = last ? BackupEnd.NEWEST_BACKUP : protection(details);
        named.keep(insert(held, folders, state, Optional.of(protection), until));
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

  private JournalEntry insert(
      SealedVersion held,
      Map<String, String> folders,
      VersionState state,
      Optional<String> protection,
      Optional<LocalDate> until) {
    String version = VersionInventory.token(set, held.pin());
    JournalEntry entry =
        new JournalEntry(
            0,
            set.settings().name(),
            unit(held.pin(), folders),
            version,
            Optional.empty(),
            state,
            held,
            List.of(),
            protection,
            until,
            List.of());
    return set.added(entry);
  }

  private String unit(Pin pin, Map<String, String> folders) {
    return folders.getOrDefault(
        units.common(pin.key().value()),
        set.tokens().hex("unit", VersionInventory.token(set, pin)));
  }
}
