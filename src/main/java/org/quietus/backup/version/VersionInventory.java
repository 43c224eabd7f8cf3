package org.quietus.backup.version;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.Cutoffs;
import org.quietus.target.BackupEnd;

/**
 * Lists a set's object versions and brings the journal up to them: what is new, what is gone, what
 * has outlived its period.
 */
final class VersionInventory {
  /** What a certificate says of a copy that only authorised people reach. */
  static final String ACCESS_CONTROLLED = "access-controlled";

  /** And of one that a hold on the data keeps. */
  static final String HELD = "held";

  /** And of one that has a name outside the store, which leads to what it held. */
  static final String LINKED = "linked-elsewhere";

  /** How often somebody else may write between a listing and the look at what it lists. */
  private static final int MOST_LISTINGS = 5;

  private final SetContext set;
  private final Units units;
  private final LinkedFiles links;
  private final Instant cutoff;
  private final NamedKeys named;
  private final VersionListing listing;
  private final NewestBackups newest;
  private final Silence removing = new Silence();
  private boolean anew;

  VersionInventory(SetContext set, WholeBackups whole) {
    this.set = set;
    this.links = new LinkedFiles(set);
    this.named = NamedKeys.of(set);
    this.listing = new VersionListing(set, named);
    this.cutoff =
        set.settings()
            .keep()
            .map(keep -> Cutoffs.of(keep, set.task().asOf(), set.jobZone()).instant())
            .orElse(Instant.MIN);
    this.units = new Units(set, cutoff);
    this.newest = new NewestBackups(set, whole, cutoff);
  }

  /** Lists, and returns every entry of the set as it stands then. */
  List<JournalEntry> take() {
    List<ObjectVersion> missed = listAndAdd();
    // of a file's names each that goes makes the others look changed
    int most = MOST_LISTINGS + (anew ? set.entries().size() : 0);
    int before = Integer.MAX_VALUE;
    for (int again = 1;
        (!missed.isEmpty() || anew) && (again < most || missed.size() < before);
        again++) {
      anew = false;
      before = missed.size();
      missed = listAndAdd();
    }
    if (!missed.isEmpty()) {
      Map<String, String> folders = units.of(List.of(), set.entries(), Map.of());
      missed.forEach(version -> addAsChanged(version, folders));
    }
    return set.entries();
  }

  /** Returns what somebody else replaced between the listing and the second look. */
  private List<ObjectVersion> listAndAdd() {
    Map<String, ObjectVersion> listed = listed();
    List<JournalEntry> known = set.entries();
    Set<String> tokens = new HashSet<>();
    for (JournalEntry entry : known) {
      tokens.add(entry.version());
      entry.result().ifPresent(tokens::add);
      revisit(reopened(entry, listed), Optional.ofNullable(listed.get(entry.version())));
    }
    List<ObjectVersion> fresh = new ArrayList<>();
    listed.forEach(
        (token, version) -> {
          if (!tokens.contains(token)) {
            fresh.add(version);
          }
        });
    return add(fresh, known);
  }

  /** Where somebody else took our version away, nothing is left to go on with. */
  private JournalEntry reopened(JournalEntry entry, Map<String, ObjectVersion> listed) {
    boolean swapped = entry.state() == VersionState.SWAPPED || entry.state() == VersionState.PURGED;
    if (!swapped || entry.result().filter(ours -> !listed.containsKey(ours)).isEmpty()) {
      return entry;
    }
    if (entry.hasLostRows()) {
      new Settling(set).end(entry, VersionState.GONE);
      return entry.to(VersionState.GONE);
    }
    JournalEntry again = entry.holding(entry.held().withoutUpload()).to(VersionState.PLANNED);
    set.save(again);
    return again;
  }

  /** The token of a version, equal whenever the version is listed. */
  static String token(SetContext set, Pin pin) {
    return set.tokens().hex("version", pin.key().value(), pin.versionId(), pin.etag());
  }

  private Map<String, ObjectVersion> listed() {
    return listing.now();
  }

  /** Lists once more: what was removed must not be there, and what rows named is forgotten then. */
  void settle() {
    Map<String, ObjectVersion> listed = listed();
    set.entries().stream()
        .filter(entry -> entry.state() != VersionState.PLANNED)
        .forEach(entry -> revisit(entry, Optional.ofNullable(listed.get(entry.version()))));
    named.settle(listed.values());
  }

  private void revisit(JournalEntry entry, Optional<ObjectVersion> listed) {
    if (entry.state() == VersionState.PLANNED) {
      if (listed.isEmpty() && isOld(entry)) {
        // a kill came between removing it and saying so
        new Settling(set).expired(entry, named.going(entry.held().pin().key()));
      } else if (listed.isEmpty()) {
        entry.held().ticket().ifPresent(set.store()::discard);
        set.save(entry.holding(entry.held().withoutUpload()).to(VersionState.GONE));
      } else if (listed.get().latest() != entry.held().latest()) {
        set.save(entry.holding(entry.held().current(listed.get().latest())));
      }
    } else if (listed.isPresent() && Reappeared.wasRemoved(entry)) {
      set.save(entry.found(Reappeared.rows(entry)).to(VersionState.NOT_GONE));
    }
  }

  /** The oldest first: what is removed last is the current version. */
  private List<ObjectVersion> add(List<ObjectVersion> fresh, List<JournalEntry> known) {
    List<ObjectVersion> missed = new ArrayList<>();
    Map<ObjectVersion, StoreException> refused = new LinkedHashMap<>();
    List<ObjectVersion> oldestFirst = new ArrayList<>(fresh);
    Collections.reverse(oldestFirst);
    Map<Pin, ObjectDetails> details = details(oldestFirst, refused, missed);
    Map<String, String> folders = units.of(fresh, known, details);
    refused.forEach((version, why) -> leave(version, folders, why));
    newest.are(known, copies(fresh, details, folders));
    Set<String> due =
        fresh.stream()
            .filter(version -> !version.deleteMarker() && set.isDue(version.pin()))
            .map(version -> unit(version.pin(), folders))
            .collect(Collectors.toSet());
    for (ObjectVersion version : oldestFirst) {
      if (version.deleteMarker()) {
        addMarker(version, folders);
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
    insert(held, folders, SetRun.end(why), Optional.of(ACCESS_CONTROLLED), Optional.empty());
  }

  private void addAsChanged(ObjectVersion version, Map<String, String> folders) {
    insert(
        held(version, version.lastModified()),
        folders,
        VersionState.CHANGED,
        Optional.of(ACCESS_CONTROLLED),
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
    boolean last = newest.isKept(unit, details.created());
    Optional<LocalDate> until = set.lastDay(details.created()).filter(day -> !last);
    boolean locked = details.lock().holdsAt(set.clock().instant());
    boolean gone = named.isGoing(version.key());
    boolean old = gone || newest.isOver(unit, details.created());
    boolean searched = due || set.contents().isSought(set.task());
    if (locked && (old || due || set.contents().isSought(set.task()) || !set.persons().isEmpty())) {
      insert(
          held,
          folders,
          VersionState.LOCKED,
          Optional.of(VersionLock.code(details.lock())),
          VersionLock.until(set, details.lock(), until));
    } else if (!gone && isHeld(old, searched)) {
      insert(held, folders, VersionState.HELD, Optional.of(HELD), old ? Optional.empty() : until);
    } else if (gone || (old && !set.task().holds().any())) {
      String protection = links.protectionOfWhole(details);
      expire(insert(held, folders, VersionState.PLANNED, Optional.of(protection), until));
    } else {
      VersionState state =
          !searched
              ? unsearched(version.pin())
              : details.archived() ? VersionState.ARCHIVED : VersionState.PLANNED;
      if (old) {
        String protection = details.linkedElsewhere() ? links.protection(details) : HELD;
        insert(held, folders, state, Optional.of(protection), Optional.empty());
      } else {
        String protection = last ? BackupEnd.NEWEST_BACKUP : protection(details);
        named.keep(insert(held, folders, state, Optional.of(protection), until));
      }
    }
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

  /** Removes an object that has outlived its period, as a whole. */
  void expire(JournalEntry entry) {
    if (named.isNamedAgain(entry.held().pin().key()) && !isOld(entry)) {
      boolean sought = set.isSought(List.of(entry.held().pin()));
      JournalEntry stays = sought ? entry : entry.to(VersionState.UNEXPIRED);
      set.save(stays);
      named.keep(stays);
      return;
    }
    if (set.task().holds().any() && !named.isGoing(entry.held().pin().key())) {
      set.save(entry.protectedBy(HELD, Optional.empty()).to(VersionState.HELD));
      return;
    }
    Optional<JournalEntry> stuck =
        under(entry).filter(older -> older.state() == VersionState.UNREACHABLE);
    if (stuck.isPresent()) {
      set.say(
          entry,
          "stays with its older version %s, which could not be removed and would be current",
          stuck.get());
      set.save(entry.to(VersionState.UNREACHABLE));
      return;
    }
    Optional<JournalEntry> locked =
        under(entry).filter(older -> older.state() == VersionState.LOCKED);
    if (locked.isPresent()) {
      set.say(entry, "stays with its locked version %s, which would be current", locked.get());
      String protection = locked.get().protection().orElse(ACCESS_CONTROLLED);
      set.save(entry.protectedBy(protection, locked.get().remainsUntil()).to(VersionState.LOCKED));
      return;
    }
    try {
      set.store().delete(entry.held().pin(), set.permit());
      new Settling(set).expired(entry, named.going(entry.held().pin().key()));
    } catch (StoreException.Locked e) {
      set.save(VersionLock.locked(set, entry, e.lock()));
    } catch (StoreException.Changed e) {
      anew = true;
      set.save(entry.to(VersionState.GONE));
    } catch (StoreException e) {
      removing.failed(e);
      set.say(entry, "could not be removed: " + String.valueOf(e.getMessage()).replace("%", "%%"));
      set.save(entry.to(VersionState.UNREACHABLE));
      return;
    }
    removing.answered();
  }

  /** What would become the current version if an entry's went; empty where there is nothing. */
  private Optional<JournalEntry> under(JournalEntry entry) {
    return !entry.held().latest() || entry.held().pin().overwritable()
        ? Optional.empty()
        : set.entries().stream()
            .filter(other -> other.held().key().equals(entry.held().key()))
            .filter(other -> other.number() < entry.number() && WholeBackups.isThere(other))
            .reduce((first, second) -> second);
  }

  /** Whether an object has outlived its period, so that it goes, or is held, as a whole. */
  boolean isOver(JournalEntry entry) {
    boolean searched = set.isSought(List.of(entry.held().pin()));
    return named.isGoing(entry.held().pin().key())
        || (isOld(entry) && !(searched && set.task().holds().any()));
  }

  private boolean isOld(JournalEntry entry) {
    return named.isGoing(entry.held().pin().key())
        || newest.isOver(entry.unit(), entry.held().createdAt());
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
    String version = token(set, held.pin());
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
        SealedVersion.folder(pin.key().value()), set.tokens().hex("unit", token(set, pin)));
  }

  /** Removes the delete markers of keys that have nothing else left: their names may tell. */
  void removeBareMarkers() {
    new BareMarkers(set).remove(listed().values());
  }
}
