package org.quietus.backup.version;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Codecs;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.KnownVersions;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectSet;

/**
 * Whether object versions can take the place of older ones: a program that failed leaves an empty
 * file, or half a dump. Each is read once at most in a run. Several threads may ask, each of other
 * objects.
 */
final class WholeBackups {
  private static final Set<VersionState> NO_USE =
      EnumSet.of(
          VersionState.DAMAGED,
          VersionState.NOT_A_DUMP,
          VersionState.UNREACHABLE,
          VersionState.OUT_OF_MEMORY);

  private final SetContext set;
  private final KnownVersions<Boolean> known = new KnownVersions<>();
  private final KnownVersions<Optional<Contents.HeldTables>> tables = new KnownVersions<>();
  private final PackedList<Pin> there = new PackedList<>(Pin.class);
  private final SaidDatabases databases;
  private final MissingTables missing;
  private Map<String, List<JournalEntry>> byKey = Map.of();

  WholeBackups(SetContext set) {
    this.set = set;
    this.databases = new SaidDatabases(set, there);
    this.missing = new MissingTables(set.contents().tables());
  }

  /** Takes note of some entries with all that have the key of one of them. */
  void among(List<JournalEntry> entries) {
    byKey = entries.stream().collect(Collectors.groupingBy(entry -> entry.held().key()));
    if (set.isEachByItself()) {
      known.clear();
    }
  }

  /** Takes note of what is there of the set. */
  void stand(ManyEntries all) {
    there.clear();
    all.each(
        entry -> {
          if (entry.state() != VersionState.MARKER && isThere(entry)) {
            there.add(entry.standing().orElse(entry.held()).pin());
          }
        });
  }

  /** Takes note of a version that has no entry yet. */
  void also(Pin fresh) {
    there.add(fresh);
  }

  /** Whether a version is of another database than the set's. */
  boolean isForeign(SealedVersion held) {
    return database(held).filter(name -> !name.equals(Generations.OWN)).isPresent();
  }

  /**
   * The database that a version is of, {@link Generations#OWN} if that is the set's; empty if it
   * says none.
   */
  Optional<String> database(SealedVersion held) {
    return set.task().fenced().alone(() -> databases.of(held));
  }

  /** The tables of which a version has the rows; empty if it cannot be read. */
  Optional<Contents.HeldTables> held(SealedVersion held) {
    Optional<Contents.HeldTables> read = tables.get(held.pin());
    if (read == null) {
      read = readTables(held.pin());
      tables.put(held.pin(), read);
    }
    return read;
  }

  private Optional<Contents.HeldTables> readTables(Pin version) {
    if (set.settings().isOpaque()) {
      return Optional.empty();
    }
    try {
      return set.contents().held(version);
    } catch (Trouble | StoreException e) {
      return Optional.empty();
    }
  }

  /** Tells which tables were left out of a newer backup. */
  MissingTables missing() {
    return missing;
  }

  /** Whether what stands in the place of an entry is whole, of whatever database. */
  boolean isIntact(JournalEntry entry) {
    return !NO_USE.contains(entry.state()) && isIntact(entry.standing().orElse(entry.held()));
  }

  /**
   * Whether a version is whole, of whatever database; one that may not be read is judged by its
   * size.
   */
  boolean isIntact(SealedVersion held) {
    if (!hasContent(held)) {
      return false;
    }
    Boolean whole = known.get(held.pin());
    if (whole == null) {
      whole = isRead(held);
      known.put(held.pin(), whole);
    }
    return whole;
  }

  /**
   * Whether what stands in the place of an entry is whole, of the set's database, and has the rows
   * of all tables of which an older version has them.
   */
  private boolean replaces(JournalEntry entry, JournalEntry older) {
    SealedVersion standing = entry.standing().orElse(entry.held());
    return isIntact(entry)
        && !isForeign(standing)
        && missing
            .between(
                List.of(() -> held(standing)), List.of(() -> held(older.held())), Generations.OWN)
            .isEmpty();
  }

  /**
   * Whether a newer version of the same object can take the place of this one, or somebody has
   * deleted the object.
   */
  boolean hasSuccessor(JournalEntry entry) {
    return byKey.getOrDefault(entry.held().key(), List.of()).stream()
        .filter(other -> other.number() > entry.number())
        .filter(WholeBackups::isThere)
        .anyMatch(other -> other.state() == VersionState.MARKER || replaces(other, entry));
  }

  /** Whether an entry stands for a version, or a marker, that is in the store still. */
  static boolean isThere(JournalEntry entry) {
    boolean purged =
        entry.result().isEmpty()
            && (entry.state() == VersionState.VERIFIED || entry.state() == VersionState.PURGED);
    return entry.state() == VersionState.MARKER || (entry.state().remains() && !purged);
  }

  /** Data of their own may well be empty, and so may one file of many. */
  private boolean hasContent(SealedVersion held) {
    return set.settings().kind() == ObjectSet.Kind.FILES
        || set.contents().isFolder()
        || held.size() > Codecs.sizeOfNothing(held.key());
  }

  private boolean isRead(SealedVersion held) {
    if (set.settings().isOpaque()) {
      return true;
    }
    try {
      Optional<String> lacking = set.contents().lacking(held.pin());
      lacking.ifPresent(why -> say(held, why));
      return lacking.isEmpty();
    } catch (Trouble trouble) {
      boolean readable = set.settings().encryption().isEmpty();
      boolean whole = readable && !NO_USE.contains(trouble.end());
      if (!whole) {
        say(held, String.valueOf(trouble.getMessage()));
      }
      return whole;
    } catch (StoreException.Unreachable | StoreException.Gone | StoreException.Changed e) {
      return false;
    } catch (StoreException e) {
      return true;
    }
  }

  private void say(SealedVersion held, String why) {
    set.task()
        .notes()
        .accept(
            "%s: object %s takes the place of no older one: %s"
                .formatted(set.settings().label(), set.names().of(held), why));
  }
}
