package org.quietus.backup.search;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;

/**
 * Tables whose data files are listed by others, with sizes and statistics or with the places in
 * them: known by what lies beside the files, in their folder or one above it. Who rewrites such a
 * file breaks the table. Several threads may ask.
 */
final class TableFolders {
  private static final int MOST_REMEMBERED = 10_000;

  private final ObjectStore store;
  private final Map<String, Optional<String>> known = new HashMap<>();
  private final Map<String, Set<String>> checksums = new HashMap<>();

  TableFolders(ObjectStore store) {
    this.store = store;
  }

  /** Why a file is not to be rewritten; empty if it may. */
  synchronized Optional<String> around(ObjectKey key) {
    String folder = folder(key.value());
    while (true) {
      Optional<String> found = known.get(folder);
      if (found == null) {
        found = look(folder);
        if (known.size() >= MOST_REMEMBERED) {
          known.clear();
        }
        known.put(folder, found);
      }
      if (found.isPresent() || folder.isEmpty()) {
        return found;
      }
      folder = folder(folder.substring(0, folder.length() - 1));
    }
  }

  /** Why a file is not to be rewritten whose checksum Hadoop keeps beside it; empty if it may. */
  synchronized Optional<String> checksumOf(ObjectKey key) {
    String folder = folder(key.value());
    String name = "." + key.value().substring(folder.length()) + ".crc";
    if (checksums.size() >= MOST_REMEMBERED) {
      checksums.clear();
    }
    return checksums.computeIfAbsent(folder, this::checksumsIn).contains(folder + name)
        ? Optional.of(
            "its checksum lies beside it as '.NAME.crc', by which readers of Hadoop would refuse it"
                + " once it is rewritten; remove that file, which they do without, and run again")
        : Optional.empty();
  }

  private Set<String> checksumsIn(String folder) {
    try (Stream<ObjectVersion> versions = store.versions(folder + ".")) {
      return versions
          .filter(version -> version.latest() && !version.deleteMarker())
          .map(version -> version.key().value())
          .filter(key -> key.endsWith(".crc") && folder(key).equals(folder))
          .collect(Collectors.toSet());
    }
  }

  /** Up to its last slash, with it. */
  private static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private Optional<String> look(String folder) {
    if (isThere(folder + "_delta_log/", key -> true)) {
      return Optional.of(ofTable("Delta Lake", "_delta_log"));
    }
    if (isThere(folder + ".hoodie/", key -> true)) {
      return Optional.of(ofTable("Hudi", ".hoodie"));
    }
    if (isThere(folder + "metadata/", TableFolders::isOfIceberg)) {
      return Optional.of(ofTable("Iceberg", "metadata"));
    }
    return isThere(folder + "_metadata", key -> key.equals(folder + "_metadata"))
        ? Optional.of(
            "a file '_metadata' in its folder or above says where its rows lie; remove that file,"
                + " which readers do without")
        : Optional.empty();
  }

  private static boolean isOfIceberg(String key) {
    return key.endsWith(".metadata.json")
        || key.endsWith(".metadata.json.gz")
        || key.endsWith("/version-hint.text");
  }

  /** What was removed is listed still where versions are kept, however much of it there is. */
  private boolean isThere(String prefix, Predicate<String> key) {
    try (Stream<ObjectVersion> versions = store.versions(prefix)) {
      return versions
          .filter(version -> version.latest() && !version.deleteMarker())
          .anyMatch(version -> key.test(version.key().value()));
    }
  }

  private static String ofTable(String format, String folder) {
    return "it belongs to a table of %1$s, by the folder '%2$s', which lists it with its size and statistics; delete the person's rows in that table with a tool for %1$s, and remove its old snapshots"
        .formatted(format, folder);
  }
}
