package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.policy.ObjectSet;

/** Takes what is new of folders into the journal that go as a whole, before any of it goes. */
final class NewFolders {
  private final SetContext set;
  private final Units units;
  private final NewestBackups newest;
  private final LinkedFiles links;
  private final FolderExpiry expiry;
  private final Set<String> late = new HashSet<>();

  NewFolders(
      SetContext set, Units units, NewestBackups newest, LinkedFiles links, FolderExpiry expiry) {
    this.set = set;
    this.units = units;
    this.newest = newest;
    this.links = links;
    this.expiry = expiry;
  }

  /**
   * Looks for folders of which all that is current has outlived its period.
   *
   * @param changed what is not any more as it was listed
   */
  Over over(List<Fresh> fresh, NewEntries entries, List<ObjectVersion> changed) {
    if (!isOfFolders()) {
      return new Over(entries, Set.of());
    }
    Set<String> changing =
        changed.stream().map(version -> entries.unit(version.pin())).collect(Collectors.toSet());
    Over over = new Over(entries, changing);
    if (!set.task().holds().any()) {
      fresh.stream()
          .filter(one -> one.version().latest() && one.details().isPresent())
          .forEach(over::note);
    }
    return over;
  }

  private boolean isOfFolders() {
    return set.settings().isOpaque() && set.settings().kind() == ObjectSet.Kind.BACKUP;
  }

  /** What is new of such folders in one listing. */
  final class Over {
    private final NewEntries entries;
    private final Set<String> changing;
    private final Set<String> going = new LinkedHashSet<>();
    private final List<ObjectVersion> missed = new ArrayList<>();

    private Over(NewEntries entries, Set<String> changing) {
      this.entries = entries;
      this.changing = changing;
    }

    private void note(Fresh version) {
      String unit = entries.unit(version.pin());
      if (units.isOfFolder(unit, version.key().value()) && newest.isOver(unit, version.held())) {
        going.add(unit);
      }
    }

    /** Adds a version if it is of one of them, and returns whether it is. */
    boolean takes(Fresh version) {
      if (!isOfFolders() || version.details().isEmpty()) {
        return false;
      }
      String unit = entries.unit(version.pin());
      if (newest.isGoing(unit)) {
        addAsLate(version, unit);
        return true;
      }
      if (!going.contains(unit)) {
        return false;
      }
      if (changing.contains(unit)) {
        missed.add(version.version());
      } else {
        add(version);
      }
      return true;
    }

    /** What else was in its folder is gone. */
    private void addAsLate(Fresh version, String unit) {
      if (late.add(unit)) {
        SealedVersion held = version.held();
        set.task()
            .notes()
            .accept(
                ("%s: object %s came into a folder that had begun to go, since its"
                        + " period had passed; what is left of it stays, and is no whole"
                        + " backup: see what writes there")
                    .formatted(set.settings().label(), set.names().of(held)));
      }
      entries.changed(version.version());
    }

    /**
     * Removes them once all is added. Returns what was not, since something else of its folder has
     * changed since the listing.
     */
    List<ObjectVersion> expire() {
      going.stream().filter(unit -> !changing.contains(unit)).forEach(expiry::expire);
      return missed;
    }

    private void add(Fresh version) {
      ObjectDetails found = version.details().orElseThrow();
      SealedVersion held = version.held();
      Optional<LocalDate> until = set.lastDay(newest.made(entries.unit(version.pin()), held));
      boolean locked = VersionLock.binds(set, found.lock());
      entries.insert(
          held,
          locked ? VersionState.LOCKED : VersionState.PLANNED,
          Optional.of(locked ? VersionLock.code(found.lock()) : links.protectionOfWhole(found)),
          locked ? VersionLock.until(set, found.lock(), until) : until);
    }
  }
}
