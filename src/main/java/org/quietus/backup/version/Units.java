package org.quietus.backup.version;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

/**
 * Which objects make up one backup: those of a folder together if each holds one table and no two
 * the same; otherwise every version of every object is a backup by itself.
 */
final class Units {
  private final SetContext set;

  Units(SetContext set) {
    this.set = set;
  }

  /** The tokens of folders that are one backup. */
  Map<String, String> of(List<ObjectVersion> fresh, List<JournalEntry> known) {
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
          if (objects.size() > 1 && isOneBackup(List.copyOf(objects.values()))) {
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

  private boolean isOneBackup(List<ObjectVersion> objects) {
    List<Pin> pins = objects.stream().map(ObjectVersion::pin).toList();
    return set.isSought(pins) && set.contents().isOneBackup(pins.subList(0, 2));
  }
}
