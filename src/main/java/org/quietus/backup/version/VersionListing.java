package org.quietus.backup.version;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.ObjectVersion;

/**
 * Lists the versions of a set, or only those of keys that rows named, a window of keys at a time.
 *
 * @param keysAtOnce how many keys a window has; all versions of a key are in one
 */
record VersionListing(SetContext set, NamedKeys named, int keysAtOnce) {

  /**
   * Shows every version and marker by its token, as the store has it by then; what is done with a
   * window comes before the next one is listed. There is one at least.
   */
  void windows(Consumer<Map<String, ObjectVersion>> action) {
    Windows windows = new Windows(action);
    each(windows::take);
    windows.end();
  }

  /** Shows the same of what was listed. */
  void windows(List<ObjectVersion> listed, Consumer<Map<String, ObjectVersion>> action) {
    Windows windows = new Windows(action);
    listed.forEach(windows::take);
    windows.end();
  }

  /** All of it as it is at one time. */
  List<ObjectVersion> all() {
    PackedList<ObjectVersion> listed = new PackedList<>(ObjectVersion.class);
    each(listed::add);
    return listed;
  }

  private void each(Consumer<ObjectVersion> action) {
    if (set.contents().isNamedAlone()) {
      named.keys().forEach(key -> list(key, version -> version.key().value().equals(key), action));
    } else {
      list(set.settings().objects().prefix(), version -> true, action);
    }
  }

  private void list(
      String prefix, Predicate<ObjectVersion> chosen, Consumer<ObjectVersion> action) {
    try (Stream<ObjectVersion> versions = set.store().versions(prefix)) {
      versions
          .filter(version -> set.settings().objects().matches(version.key().value()))
          .filter(chosen)
          .forEach(action);
    }
  }

  /** Puts what is listed together. */
  private final class Windows {
    private final Consumer<Map<String, ObjectVersion>> action;
    private Map<String, ObjectVersion> listed = new LinkedHashMap<>();
    private String key = "";
    private int keys;
    private boolean shown;

    Windows(Consumer<Map<String, ObjectVersion>> action) {
      this.action = action;
    }

    void take(ObjectVersion version) {
      String next = version.key().value();
      if (!next.equals(key)) {
        if (keys == keysAtOnce) {
          show();
        }
        key = next;
        keys++;
      }
      listed.put(VersionInventory.token(set, version.pin()), version);
    }

    private void show() {
      Map<String, ObjectVersion> window = listed;
      listed = new LinkedHashMap<>();
      keys = 0;
      shown = true;
      action.accept(window);
    }

    void end() {
      if (!shown || !listed.isEmpty()) {
        show();
      }
    }
  }
}
