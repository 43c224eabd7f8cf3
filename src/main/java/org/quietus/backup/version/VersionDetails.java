package org.quietus.backup.version;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** Looks at versions that are new in the store. */
final class VersionDetails {
  private final SetContext set;

  VersionDetails(SetContext set) {
    this.set = set;
  }

  /**
   * What the store says of each but delete markers.
   *
   * @param refused takes what cannot be looked at
   * @param missed takes what is not there any more
   */
  Map<Pin, ObjectDetails> of(
      List<ObjectVersion> some,
      BiConsumer<ObjectVersion, StoreException> refused,
      Consumer<ObjectVersion> missed) {
    Map<Pin, ObjectDetails> details = new HashMap<>();
    Silence unreachable = new Silence();
    for (ObjectVersion version : some) {
      try {
        if (!version.deleteMarker()) {
          ObjectDetails found = set.store().details(version.pin());
          found.created(); // may be refused
          details.put(version.pin(), found);
        }
      } catch (StoreException.Gone | StoreException.Changed e) {
        missed.accept(version);
      } catch (StoreException e) {
        unreachable.failed(e);
        refused.accept(version, e);
        continue;
      }
      unreachable.answered();
    }
    return details;
  }
}
