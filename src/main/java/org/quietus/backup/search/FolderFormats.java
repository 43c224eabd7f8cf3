package org.quietus.backup.search;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.FormerSchemas;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.format.DumpFormat;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/**
 * How each version of a set is read: where a folder is one dump, by what other files say of it.
 * Several threads may ask.
 */
final class FolderFormats {
  private static final Duration LONGEST_DUMP = Duration.ofDays(1);

  private final DumpFormat format;
  private final ObjectStore store;
  private final List<JournalEntry> entries;
  private final FormerSchemas former;
  private final Map<Pin, Instant> made = new ConcurrentHashMap<>();
  private final Map<String, FolderFiles> folders = new HashMap<>();
  private final Map<ObjectKey, DumpFormat> known = new HashMap<>();

  /** {@code entries} are the versions of one backup that a run works on, if it does. */
  FolderFormats(
      DumpFormat format, ObjectStore store, List<JournalEntry> entries, FormerSchemas former) {
    this.former = former;
    this.format = format;
    this.store = store;
    this.entries = List.copyOf(entries);
  }

  /** The same of the versions of one backup that a run works on. */
  FolderFormats of(List<JournalEntry> ofBackup) {
    return new FolderFormats(format, store, ofBackup, former);
  }

  FormerSchemas former() {
    return former;
  }

  /**
   * The format of a version.
   *
   * @throws org.quietus.backup.Trouble if it is no file of such a dump, or others are missing
   */
  synchronized DumpFormat of(Pin version) {
    return former.of(ofToday(version), () -> made.computeIfAbsent(version, this::made));
  }

  /** When the content of a version was first created. */
  private Instant made(Pin version) {
    return entries.stream()
        .map(entry -> entry.standing().orElse(entry.held()))
        .filter(held -> held.pin().equals(version))
        .map(SealedVersion::createdAt)
        .findFirst()
        .orElseGet(() -> store.details(version).created());
  }

  private DumpFormat ofToday(Pin version) {
    if (!format.isFolder()) {
      return format;
    }
    try {
      return read(version);
    } catch (StoreException.Gone | StoreException.Changed e) {
      if (!entries.isEmpty()) {
        throw e;
      }
      folders.clear(); // it was listed before something was rewritten
      return read(version);
    }
  }

  /** The current files of the folder that a version is in, by their names there. */
  synchronized Map<String, Pin> beside(Pin version) {
    return files(version).latest();
  }

  /** It is listed again where something was rewritten since. */
  private FolderFiles files(Pin version) {
    String folder = SealedVersion.folder(version.key().value());
    FolderFiles listed = folders.get(folder);
    if (listed == null || (entries.isEmpty() && !listed.has(version))) {
      listed = FolderFiles.of(store, folder, ofOneRun(folder));
      folders.put(folder, listed);
      known.keySet().removeIf(key -> SealedVersion.folder(key.value()).equals(folder));
    }
    return listed;
  }

  /** What takes the place of a version is read as that was. */
  private DumpFormat read(Pin version) {
    DumpFormat found = known.get(version.key());
    if (found == null) {
      FolderFiles files = files(version);
      found = Dump.guarded(() -> format.file(files.name(version), files));
      known.put(version.key(), found);
    }
    return found;
  }

  /** No dump takes longer than a day. */
  private List<JournalEntry> ofOneRun(String folder) {
    List<JournalEntry> files =
        entries.stream()
            .filter(entry -> SealedVersion.folder(entry.held().key()).equals(folder))
            .toList();
    List<Instant> made =
        files.stream()
            .filter(entry -> entry.held().latest() && entry.state() != VersionState.MARKER)
            .map(entry -> entry.held().createdAt())
            .sorted()
            .toList();
    if (!made.isEmpty() && made.get(0).plus(LONGEST_DUMP).isBefore(made.get(made.size() - 1))) {
      throw new Trouble(
          VersionState.UNSUPPORTED,
          "files of its folder were made more than a day apart, so that they are of different"
              + " dumps; move those of the older one elsewhere");
    }
    return files;
  }
}
