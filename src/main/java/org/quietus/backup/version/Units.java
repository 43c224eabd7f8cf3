package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
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
  private final Map<String, String> tokens = new HashMap<>();
  private final Set<String> growing = new HashSet<>();
  private final Map<String, List<Pin>> readable = new HashMap<>();
  private final Map<String, Boolean> asked = new HashMap<>();

  /** What was created before {@code cutoff} has outlived its period. */
  Units(SetContext set, Instant cutoff) {
    this.set = set;
    this.cutoff = cutoff;
    this.names = BackupNames.of(set.contents());
    this.folders = new BackupFolders(set.settings().folders());
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

  /** What all objects of a backup have in common with one that lies under a key. */
  String common(String key) {
    return folders.of(key).orElseGet(() -> names.common(key));
  }

  /** The table, or the part of every backup, that the name of an object tells. */
  Optional<String> part(String key) {
    return folders.of(key).isPresent() ? BackupFolders.telling(key) : names.table(key);
  }

  /** The tokens of backups of several objects, by what these have in common. */
  Map<String, String> of(
      List<ObjectVersion> fresh, List<JournalEntry> known, Map<Pin, ObjectDetails> details) {
    Map<String, String> backups = new HashMap<>();
    Map<String, Map<String, ObjectVersion>> current = new LinkedHashMap<>();
    for (ObjectVersion version : fresh) {
      if (version.latest() && !version.deleteMarker()) {
        current
            .computeIfAbsent(common(version.key().value()), of -> new LinkedHashMap<>())
            .put(version.key().value(), version);
      }
    }
    Map<String, List<JournalEntry>> currentKnown = new HashMap<>();
    for (JournalEntry entry : known) {
      String common = common(entry.held().key());
      if (entry.held().latest() && current.containsKey(common) && WholeBackups.isThere(entry)) {
        currentKnown.computeIfAbsent(common, of -> new ArrayList<>()).add(entry);
      }
    }
    growing.clear();
    readable.clear();
    asked.clear();
    current.forEach(
        (common, objects) -> {
          if (objects.keySet().stream().anyMatch(key -> folders.of(key).isPresent())) {
            return;
          }
          readable.put(common, pins(objects.values(), details));
          if (isGrowing(common, objects, currentKnown.getOrDefault(common, List.of()), details)) {
            growing.add(common);
          } else if (objects.size() > 1 && isOneBackup(common, objects.values(), details)) {
            backups.put(common, token(common));
          }
        });
    fresh.stream()
        .flatMap(version -> folders.of(version.key().value()).stream())
        .forEach(folder -> backups.put(folder, token(folder)));
    for (JournalEntry entry : known) {
      String common = common(entry.held().key());
      if (entry.unit().equals(token(common))) {
        backups.put(common, entry.unit());
      }
    }
    return backups;
  }

  /**
   * Whether an object that is new is part of a backup of which others were taken for one each: they
   * came too early to be searched with it.
   */
  boolean isGrowing(ObjectVersion version) {
    return version.latest()
        && !version.deleteMarker()
        && growing.contains(common(version.key().value()));
  }

  /** {@code known} are the current objects with that in common that the journal has. */
  private boolean isGrowing(
      String common,
      Map<String, ObjectVersion> fresh,
      List<JournalEntry> known,
      Map<Pin, ObjectDetails> details) {
    String together = token(common);
    List<JournalEntry> others =
        known.stream().filter(entry -> !entry.unit().equals(together)).toList();
    if (others.isEmpty()
        || others.stream().anyMatch(entry -> fresh.containsKey(entry.held().key()))) {
      return false;
    }
    List<Pin> pins = pins(fresh.values(), details);
    return set.isSought(pins)
        && others.stream()
            .flatMap(entry -> entry.standing().stream())
            .findFirst()
            .filter(
                other ->
                    set.contents()
                        .isOneBackup(Stream.concat(Stream.of(other.pin()), pins.stream()).toList()))
            .isPresent();
  }

  private static List<Pin> pins(
      Collection<ObjectVersion> objects, Map<Pin, ObjectDetails> details) {
    return objects.stream()
        .map(ObjectVersion::pin)
        .filter(details::containsKey)
        .filter(pin -> !Objects.requireNonNull(details.get(pin)).archived())
        .toList();
  }

  private String token(String common) {
    return tokens.computeIfAbsent(
        common, of -> set.tokens().hex("folder", set.settings().name(), of));
  }

  private boolean isOneBackup(
      String common, Collection<ObjectVersion> objects, Map<Pin, ObjectDetails> details) {
    List<Instant> made =
        pins(objects, details).stream()
            .map(pin -> Objects.requireNonNull(details.get(pin)).created())
            .toList();
    boolean old = made.stream().anyMatch(this::isOld) || isPartlyOver(made);
    boolean sought = set.isSought(objects.stream().map(ObjectVersion::pin).toList());
    return (sought || (old && !set.settings().isOpaque())) && isOneBackup(common, List.of());
  }

  /**
   * Whether current objects with that in common are one backup, by what is in them; {@code known}
   * are those of them that were not new in the last listing.
   */
  boolean isOneBackup(String common, List<Pin> known) {
    return asked.computeIfAbsent(
        common,
        of -> {
          List<Pin> all = new ArrayList<>(known);
          all.addAll(readable.getOrDefault(common, List.of()));
          return set.contents()
              .notedAsOne(set, all)
              .orElseGet(() -> set.contents().isOneBackup(all));
        });
  }

  /** Whether one may go as a whole that is perhaps a part of a backup which stays. */
  private boolean isOld(Instant created) {
    return set.settings().onErasure() == OnErasure.AT_REFRESH
        || (set.settings().keepGenerations() > 0 && created.isBefore(cutoff));
  }

  /** Whether some went and others stayed if each were one by itself. */
  private boolean isPartlyOver(List<Instant> made) {
    return made.stream().anyMatch(created -> created.isBefore(cutoff))
        && made.stream().anyMatch(created -> !created.isBefore(cutoff));
  }
}
