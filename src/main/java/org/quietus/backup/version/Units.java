package org.quietus.backup.version;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.NumberedTexts;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.Pin;
import org.quietus.policy.OnErasure;

/**
 * Which objects make up one backup: those of a folder, and of one date, together if each holds one
 * table and no two the same, and those of a folder that is one as a whole; otherwise every version
 * of every object is a backup by itself.
 */
final class Units {
  private final SetContext set;
  private final Instant cutoff;
  private final BackupNames names;
  private final BackupFolders folders;
  private final Set<String> growing = new HashSet<>();
  private final Map<String, Boolean> asked = new HashMap<>();
  private AlikeObjects alike;
  private String last = "";
  private String lastToken = "";

  /** What was created before {@code cutoff} has outlived its period. */
  Units(SetContext set, Instant cutoff) {
    this.set = set;
    this.cutoff = cutoff;
    this.names = BackupNames.of(set.contents());
    this.folders = new BackupFolders(set.settings().folders());
    this.alike = new AlikeObjects(List.of(), this::common, set.tokens());
  }

  /** The folders that are one backup each, as far as their files are known. */
  BackupFolders folders() {
    return folders;
  }

  /** Whether an object is a part of a folder that goes as a whole or not at all. */
  boolean isOfFolder(String unit, String key) {
    return set.settings().isOpaque()
        && folders.of(key).filter(folder -> unit.equals(token(folder))).isPresent();
  }

  /** Whether it is current in one. */
  boolean isCurrentOfFolder(String unit, SealedVersion held) {
    return held.latest() && isOfFolder(unit, held.key());
  }

  /** What all objects of a backup have in common with one that lies under a key. */
  String common(String key) {
    return folders.of(key).orElseGet(() -> names.common(key));
  }

  /** The table, or the part of every backup, that the name of an object tells. */
  Optional<String> part(String key) {
    return folders.of(key).isPresent() ? BackupFolders.telling(key) : names.table(key);
  }

  /** What the objects of backups have in common that are of several. */
  NumberedTexts of(List<Fresh> fresh, ManyEntries known) {
    alike = new AlikeObjects(fresh, this::common, set.tokens());
    growing.clear();
    asked.clear();
    NumberedTexts backups = new NumberedTexts();
    known.each(
        entry -> {
          String common = common(entry.held().key());
          if (entry.unit().equals(token(common))) {
            backups.add(common);
          } else if (entry.held().latest() && WholeBackups.isThere(entry)) {
            alike.known(common, entry);
          }
        });
    for (AlikeObjects.Bunch bunch : alike.bunches()) {
      boolean ofFolder = alike.of(bunch).anyMatch(one -> folders.of(one.key().value()).isPresent());
      if (!ofFolder) {
        if (isGrowing(bunch)) {
          growing.add(bunch.common());
        } else if (bunch.size() > 1 && isOneBackup(bunch)) {
          backups.add(bunch.common());
        }
      }
    }
    for (Fresh one : fresh) {
      folders.of(one.key().value()).ifPresent(backups::add);
    }
    return backups;
  }

  /**
   * Whether an object that is new is part of a backup of which others were taken for one each: they
   * came too early to be searched with it.
   */
  boolean isGrowing(Fresh fresh) {
    return fresh.current() && growing.contains(common(fresh.key().value()));
  }

  private boolean isGrowing(AlikeObjects.Bunch bunch) {
    return bunch.isGrown()
        && (isSought() || alike.of(bunch).anyMatch(one -> one.readable() && one.due()))
        && bunch.standing().filter(other -> isOneWith(other, bunch)).isPresent();
  }

  private boolean isOneWith(Pin other, AlikeObjects.Bunch bunch) {
    List<Pin> pins = alike.readable(bunch.common());
    return set.contents().isOneBackup(Stream.concat(Stream.of(other), pins.stream()).toList());
  }

  /** Whether the run looks into every object. */
  private boolean isSought() {
    return set.contents().isSought(set.task());
  }

  /** The token of a backup whose objects have that in common. */
  String token(String common) {
    if (!common.equals(last) || lastToken.isEmpty()) {
      lastToken = set.tokens().hex("folder", set.settings().name(), common);
      last = common;
    }
    return lastToken;
  }

  private boolean isOneBackup(AlikeObjects.Bunch bunch) {
    boolean sought = isSought() || alike.of(bunch).anyMatch(Fresh::due);
    boolean asks = sought || (isOld(bunch) && !set.settings().isOpaque());
    return asks && isOneBackup(bunch.common(), () -> new PackedList<>(Pin.class));
  }

  /**
   * Whether current objects with that in common are one backup, by what is in them; {@code known}
   * gives those of them that were not new in the last listing.
   */
  boolean isOneBackup(String common, Supplier<List<Pin>> known) {
    Boolean one = asked.get(common);
    if (one == null) {
      List<Pin> pins = known.get();
      pins.addAll(alike.readable(common));
      one = set.contents().notedAsOne(set, pins).orElseGet(() -> set.contents().isOneBackup(pins));
      asked.put(common, one);
    }
    return one;
  }

  /**
   * Whether one may go as a whole that is perhaps a part of a backup which stays, or some went and
   * others stayed if each were one by itself.
   */
  private boolean isOld(AlikeObjects.Bunch bunch) {
    boolean[] some = {false, false};
    alike
        .of(bunch)
        .filter(Fresh::readable)
        .map(one -> one.held().createdAt().isBefore(cutoff))
        .forEach(over -> some[over ? 1 : 0] = true);
    boolean over = some[1];
    boolean any = over || some[0];
    return (any && set.settings().onErasure() == OnErasure.AT_REFRESH)
        || (over && (some[0] || set.settings().keepGenerations() > 0));
  }
}
