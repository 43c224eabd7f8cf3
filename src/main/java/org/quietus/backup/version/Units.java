package org.quietus.backup.version;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.Dump;
import org.quietus.format.DumpTableName;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.StoreException;

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

  /** Two tell: dumps of a whole database have more than one table, or all the same one. */
  private boolean isOneBackup(List<ObjectVersion> objects) {
    boolean due = objects.stream().map(ObjectVersion::pin).anyMatch(set::isDue);
    if (!due && (set.persons().isEmpty() || !set.settings().isRewritten())) {
      return false;
    }
    try {
      Set<DumpTableName> first = tables(objects.get(0));
      return first.size() == 1
          && tables(objects.get(1)).size() == 1
          && !first.equals(tables(objects.get(1)));
    } catch (Trouble | StoreException e) {
      return false;
    }
  }

  private Set<DumpTableName> tables(ObjectVersion version) {
    return new Dump(set.store(), version.pin(), set.format(), set.zones())
        .scan(name -> null, (bound, row) -> {})
        .schema()
        .tables()
        .keySet();
  }
}
