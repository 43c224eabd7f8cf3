package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** Delete markers of keys that have nothing else left. */
final class BareMarkers {
  private final SetContext set;

  BareMarkers(SetContext set) {
    this.set = set;
  }

  /** Removes those among all versions of a set; one that cannot be removed is noted and stays. */
  void remove(Collection<ObjectVersion> versions) {
    Map<String, List<Pin>> markers = new HashMap<>();
    Set<String> filled = new HashSet<>();
    for (ObjectVersion version : versions) {
      if (version.deleteMarker()) {
        markers.computeIfAbsent(version.key().value(), key -> new ArrayList<>()).add(version.pin());
      } else {
        filled.add(version.key().value());
      }
    }
    markers.keySet().removeAll(filled);
    markers.values().forEach(this::remove);
  }

  private void remove(List<Pin> markers) {
    try {
      markers.forEach(set.store()::delete);
    } catch (StoreException e) {
      set.task()
          .notes()
          .accept(
              "%s: a delete marker could not be removed: %s"
                  .formatted(set.settings().label(), e.getMessage()));
    }
  }
}
