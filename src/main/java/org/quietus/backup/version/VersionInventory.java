package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.policy.Cutoffs;
import org.quietus.target.TokenSet;

/**
 * Lists a set's object versions and brings the journal up to them: what is new, what is gone, what
 * has outlived its period.
 */
final class VersionInventory {
  /** How often somebody else may write between a listing and the look at what it lists. */
  private static final int MOST_LISTINGS = 5;

  private final SetContext set;
  private final NamedKeys named;
  private final VersionListing listing;
  private final Expiry expiry;
  private final FolderExpiry folders;
  private final NewVersions added;
  private final boolean windowed;
  private boolean open;

  /** {@code keysAtOnce} are taken in together where every object stands for itself. */
  VersionInventory(SetContext set, WholeBackups whole, int keysAtOnce) {
    this.set = set;
    this.named = NamedKeys.of(set);
    this.windowed = set.isEachByItself();
    this.listing = new VersionListing(set, named, keysAtOnce);
    Instant cutoff =
        set.settings()
            .keep()
            .map(keep -> Cutoffs.of(keep, set.task().asOf(), set.jobZone()).instant())
            .orElse(Instant.MIN);
    Units units = new Units(set, cutoff);
    BegunFolders begun = new BegunFolders(set, units);
    NewestBackups newest = new NewestBackups(set, whole, cutoff, units, begun);
    this.expiry = new Expiry(set, named, newest);
    this.folders = new FolderExpiry(set, expiry, newest, begun);
    this.added = new NewVersions(set, units, named, newest, expiry, folders);
  }

  /**
   * Lists, and has what is open worked off: that of some keys before the next window where every
   * object stands for itself, else all of it once the whole is known.
   *
   * @param action takes what is open of some keys, with all that is known of these; or nothing, for
   *     all of the set
   * @return whether something was open
   */
  boolean take(Consumer<List<JournalEntry>> action) {
    Consumer<List<JournalEntry>> counted = counting(action);
    open = false;
    int before;
    int listings = 0;
    List<ObjectVersion> missed = List.of();
    do {
      before = missed.size() + expiry.changes();
      expiry.listedAgain();
      missed = windowed ? listAndAdd(counted) : listAndAddTogether();
      listings++;
      // of a file's names each that goes makes the others look changed, which are fewer then
    } while (missed.size() + expiry.changes() > 0
        && (listings < MOST_LISTINGS || missed.size() + expiry.changes() < before));
    added.addAsChanged(missed);
    if (expiry.changes() > 0) {
      added.addAsChanged(unknown());
    }
    folders.keepWhatIsNotOver();
    if (!windowed && set.all().isAnyOpen()) {
      open = true;
      action.accept(List.of());
    }
    return open;
  }

  /** What is in the store, and not in the journal, since somebody else wrote it meanwhile. */
  private List<ObjectVersion> unknown() {
    List<ObjectVersion> unknown = new PackedList<>(ObjectVersion.class);
    listing.windows(
        listed -> {
          set.entries(listed.keySet())
              .forEach(
                  entry -> {
                    listed.remove(entry.version());
                    entry.result().ifPresent(listed::remove);
                  });
          listed.values().stream().filter(version -> !version.deleteMarker()).forEach(unknown::add);
        });
    return unknown;
  }

  private Consumer<List<JournalEntry>> counting(Consumer<List<JournalEntry>> action) {
    return entries -> {
      if (entries.stream().anyMatch(entry -> !entry.state().isEnd())) {
        open = true;
        action.accept(entries);
      }
    };
  }

  /** Returns what somebody else replaced between the listing and the second look. */
  private List<ObjectVersion> listAndAdd(Consumer<List<JournalEntry>> action) {
    List<ObjectVersion> missed = new ArrayList<>();
    BitSet seen = new BitSet();
    listing.windows(
        listed -> {
          List<JournalEntry> known = set.entries(listed.keySet());
          List<Fresh> fresh = new ArrayList<>();
          List<ObjectVersion> changed = look(listed, known, listed::containsKey, fresh::add);
          missed.addAll(added.add(fresh, known::forEach, entry -> true, changed));
          List<JournalEntry> now = set.entries(listed.keySet());
          now.forEach(entry -> seen.set(entry.number()));
          action.accept(now);
        });
    set.pages(VersionState.OPEN, page -> addUnlisted(page, seen, action));
    return missed;
  }

  /**
   * The same where objects may belong together: what becomes of one may depend on any other, so
   * that all of one listing is taken in before anything is decided.
   */
  private List<ObjectVersion> listAndAddTogether() {
    List<ObjectVersion> all = listing.all();
    TokenSet there = new TokenSet();
    all.forEach(version -> there.add(token(set, version.pin())));
    added.see(all, set.all());
    PackedList<Fresh> fresh = new PackedList<>(Fresh.class);
    List<ObjectVersion> changed = new ArrayList<>();
    BitSet seen = new BitSet();
    listing.windows(
        all,
        listed -> {
          List<JournalEntry> known = set.entries(listed.keySet());
          known.forEach(entry -> seen.set(entry.number()));
          changed.addAll(look(listed, known, there::contains, fresh::add));
        });
    set.pages(VersionState.OPEN, page -> addUnlisted(page, seen, now -> {}));
    return added.add(fresh, set.all(), entry -> isListed(entry, there::contains), changed);
  }

  /** Looks at what is new in a window, and at what the journal has of it. */
  private List<ObjectVersion> look(
      Map<String, ObjectVersion> listed,
      List<JournalEntry> known,
      Predicate<String> there,
      Consumer<Fresh> action) {
    Set<String> tokens = new HashSet<>();
    for (JournalEntry entry : known) {
      tokens.add(entry.version());
      entry.result().ifPresent(tokens::add);
      revisit(reopened(entry, there), Optional.ofNullable(listed.get(entry.version())));
    }
    List<ObjectVersion> fresh = new ArrayList<>();
    listed.forEach(
        (token, version) -> {
          if (!tokens.contains(token)) {
            fresh.add(version);
          }
        });
    set.screened().turnTo(listed.values().stream().map(ObjectVersion::pin).toList());
    List<ObjectVersion> missed = new ArrayList<>();
    added.look(fresh, action, missed::add);
    return missed;
  }

  private static boolean isListed(JournalEntry entry, Predicate<String> there) {
    return there.test(entry.version()) || entry.result().filter(there).isPresent();
  }

  /** What no window had is not in the store any more. */
  private void addUnlisted(
      List<JournalEntry> page, BitSet seen, Consumer<List<JournalEntry>> action) {
    List<JournalEntry> unlisted = page.stream().filter(entry -> !seen.get(entry.number())).toList();
    unlisted.forEach(entry -> revisit(reopened(entry, token -> false), Optional.empty()));
    if (!unlisted.isEmpty() && windowed) {
      action.accept(set.entries(unlisted.stream().map(JournalEntry::version).toList()));
    }
  }

  /** Where somebody else took our version away, nothing is left to go on with. */
  private JournalEntry reopened(JournalEntry entry, Predicate<String> there) {
    boolean swapped = entry.state() == VersionState.SWAPPED || entry.state() == VersionState.PURGED;
    if (!swapped || entry.result().filter(there.negate()).isEmpty()) {
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

  /** Lists once more: what was removed must not be there, and what rows named is forgotten then. */
  void settle() {
    Set<String> there = new HashSet<>();
    Set<String> keys = named.keys();
    listing.windows(
        listed -> {
          set.entries(listed.keySet()).stream()
              .filter(entry -> entry.state() != VersionState.PLANNED)
              .forEach(entry -> revisit(entry, Optional.ofNullable(listed.get(entry.version()))));
          listed.values().stream()
              .map(version -> version.key().value())
              .filter(keys::contains)
              .forEach(there::add);
        });
    named.settle(there);
  }

  private void revisit(JournalEntry entry, Optional<ObjectVersion> listed) {
    if (entry.state() == VersionState.PLANNED) {
      if (listed.isEmpty() && expiry.isOld(entry)) {
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

  /** Removes objects of one backup that have outlived their period, each as a whole. */
  void expire(List<JournalEntry> over) {
    if (set.settings().isOpaque() && over.stream().anyMatch(entry -> entry.held().latest())) {
      folders.expire(over.get(0).unit());
    } else {
      over.forEach(expiry::expire);
    }
  }

  /** Whether an object has outlived its period, so that it goes, or is held, as a whole. */
  boolean isOver(JournalEntry entry) {
    return expiry.isOver(entry);
  }

  /** Removes the delete markers of keys that have nothing else left: their names may tell. */
  void removeBareMarkers() {
    listing.windows(listed -> new BareMarkers(set).remove(listed.values()));
  }
}
