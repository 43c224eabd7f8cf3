package org.quietus.backup.packed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Pin;

/**
 * What was found out of very many object versions, of most of which the same was: some 25 bytes for
 * each. Several threads may ask.
 */
public final class KnownVersions<V> {
  private final List<V> values = new ArrayList<>();
  private final Map<V, Integer> places = new HashMap<>();
  private NumberedTexts versions = new NumberedTexts();
  private NumberRows found = new NumberRows(1);

  /** Nothing is known yet. */
  public KnownVersions() {}

  /** Notes what was found out of a version, in the place of what was known of it. */
  public synchronized void put(Pin version, V value) {
    int number = versions.add(text(version));
    int place = place(value);
    if (number == found.size()) {
      found.add(place);
    } else {
      found.set(number, 0, place);
    }
  }

  private int place(V value) {
    return places.computeIfAbsent(
        value,
        one -> {
          values.add(one);
          return values.size() - 1;
        });
  }

  /** What is known of a version; null if nothing is. */
  public synchronized @Nullable V get(Pin version) {
    int number = versions.of(text(version));
    return number == NumberedTexts.NONE ? null : values.get((int) found.get(number, 0));
  }

  /** Forgets everything. */
  public synchronized void clear() {
    values.clear();
    places.clear();
    versions = new NumberedTexts();
    found = new NumberRows(1);
  }

  private static String[] text(Pin version) {
    return new String[] {version.key().value(), version.versionId(), version.etag()};
  }
}
