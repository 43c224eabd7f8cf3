package org.quietus.backup.version;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectVersion;

/** Lists the versions of a set, or only those of keys that rows named. */
record VersionListing(SetContext set, NamedKeys named) {

  /** Every version and marker by its token, as the store has it now. */
  Map<String, ObjectVersion> now() {
    Map<String, ObjectVersion> listed = new LinkedHashMap<>();
    if (set.contents().isNamedAlone()) {
      named.keys().forEach(key -> list(key, version -> version.key().value().equals(key), listed));
    } else {
      list(set.settings().objects().prefix(), version -> true, listed);
    }
    return listed;
  }

  private void list(
      String prefix, Predicate<ObjectVersion> chosen, Map<String, ObjectVersion> listed) {
    try (Stream<ObjectVersion> versions = set.store().versions(prefix)) {
      versions
          .filter(version -> set.settings().objects().matches(version.key().value()))
          .filter(chosen)
          .forEach(version -> listed.put(VersionInventory.token(set, version.pin()), version));
    }
  }
}
