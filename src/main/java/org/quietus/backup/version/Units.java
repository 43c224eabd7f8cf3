package org.quietus.backup.version;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.policy.OnErasure;

/**
 * Which objects make up one backup: those of a folder together if each holds one table and no two
 * the same; otherwise every version of every object is a backup by itself.
 */
final class Units {
  private final SetContext set;
  private final Instant cutoff;

  /** What was created before {@code cutoff} has outlived its period. */
  Units(SetContext set, Instant cutoff) {
    this.set = set;
    this.cutoff = cutoff;
  }

  /** The tokens of folders that are one backup. */
  Map<String, String> of(
      List<ObjectVersion> fresh, List<JournalEntry> known, Map<Pin, ObjectDetails> details) {
    Map<String, String> folders = new HashMap<>();
    Map<String, Map<String, ObjectVersion>> current = new LinkedHashMap<>();
    for (ObjectVersion version : fresh) {
      if (version.latest() && !version.deleteMarker()) {
        current
            .computeIfAbsent(
                SealedVersion.folder(version.key().value()), f -> new LinkedHashMap<>())
            .put(version.key().value(), version);
      }
    }
    current.forEach(
        (folder, objects) -> {
          if (objects.size() > 1 && isOneBackup(objects.values(), details)) {
            folders.put(folder, token(folder));
          }
        });
    for (JournalEntry entry : known) {
      if (entry.unit().equals(token(entry.held().folder()))) {
        folders.put(entry.held().folder(), entry.unit());
      }
    }
    return folders;
  }

  private String token(String folder) {
    return set.tokens().hex("folder", set.settings().name(), folder);
  }

  private boolean isOneBackup(Collection<ObjectVersion> objects, Map<Pin, ObjectDetails> details) {
    List<Pin> pins = objects.stream().map(ObjectVersion::pin).toList();
    List<Pin> readable =
        pins.stream()
            .filter(details::containsKey)
            .filter(pin -> !Objects.requireNonNull(details.get(pin)).archived())
            .toList();
    boolean old =
        readable.stream()
            .anyMatch(pin -> isOld(Objects.requireNonNull(details.get(pin)).created()));
    return (set.isSought(pins) || (old && !set.settings().isOpaque()))
        && set.contents().isOneBackup(readable);
  }

  /** Whether one may go as a whole that is perhaps a part of a backup which stays. */
  private boolean isOld(Instant created) {
    return set.settings().onErasure() == OnErasure.AT_REFRESH
        || (set.settings().keepGenerations() > 0 && created.isBefore(cutoff));
  }
}
