package org.quietus.backup.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Codecs;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.format.DumpFiles;
import org.quietus.format.UnsupportedDump;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

/**
 * The versions of a folder's objects as the files of one dump: those that a run works on, and what
 * else lies beside them.
 */
final class FolderFiles implements DumpFiles {
  private final ObjectStore store;
  private final String folder;
  private final Map<String, List<Pin>> versions = new LinkedHashMap<>();
  private final Set<String> current = new HashSet<>();

  private FolderFiles(ObjectStore store, String folder) {
    this.store = store;
    this.folder = folder;
  }

  /** All that lie there, {@code entries} being those that a run works on. */
  static FolderFiles of(ObjectStore store, String folder, List<JournalEntry> entries) {
    FolderFiles files = new FolderFiles(store, folder);
    for (JournalEntry entry : entries) {
      if (entry.state() != VersionState.MARKER) {
        files.add(
            entry.standing().map(SealedVersion::pin).orElseGet(() -> entry.held().pin()),
            entry.held().latest() && entry.state().remains());
      }
    }
    Set<String> known = Set.copyOf(files.versions.keySet());
    try (Stream<ObjectVersion> listed = store.versions(folder)) {
      listed
          .filter(version -> !version.deleteMarker())
          .filter(version -> SealedVersion.folder(version.key().value()).equals(folder))
          .filter(version -> !known.contains(files.name(version.pin())))
          .forEach(version -> files.add(version.pin(), version.latest()));
    }
    return files;
  }

  private void add(Pin pin, boolean latest) {
    if (latest) {
      current.add(name(pin));
    }
    List<Pin> all = versions.computeIfAbsent(name(pin), name -> new ArrayList<>());
    all.add(latest ? 0 : all.size(), pin);
  }

  /** The name of an object in the folder. */
  String name(Pin pin) {
    return pin.key().value().substring(folder.length());
  }

  /** Whether a version was there when they were listed. */
  boolean has(Pin version) {
    return versions.getOrDefault(name(version), List.of()).contains(version);
  }

  /** The versions that are there now, by the names of their objects. */
  Map<String, Pin> latest() {
    Map<String, Pin> latest = new HashMap<>();
    current.forEach(name -> latest.put(name, versions.getOrDefault(name, List.of()).get(0)));
    return latest;
  }

  @Override
  public Set<String> names() {
    return versions.keySet();
  }

  @Override
  public Set<String> current() {
    return current;
  }

  @Override
  public <T> T read(String name, Use<T> use) throws IOException {
    List<Pin> all = versions.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      throw missing(name);
    }
    return read(all.get(0), use);
  }

  @Override
  public <T> T readAll(String name, Use<T> use) throws IOException {
    Optional<T> first = Optional.empty();
    for (Pin pin : versions.getOrDefault(name, List.of())) {
      T here = read(pin, use);
      if (first.isPresent() && !first.get().equals(here)) {
        throw new UnsupportedDump(
            "file '%s' of its folder has older versions that say something else; write each dump into a folder of its own"
                .formatted(name),
            0);
      }
      first = Optional.of(here);
    }
    return first.orElseThrow(() -> missing(name));
  }

  private <T> T read(Pin pin, Use<T> use) throws IOException {
    try (InputStream raw = store.open(pin);
        InputStream content = Codecs.of(pin.key().value()).decode(raw)) {
      return use.with(content);
    }
  }

  private static UnsupportedDump missing(String name) {
    return new UnsupportedDump("file '%s' of its folder is missing".formatted(name), 0);
  }
}
