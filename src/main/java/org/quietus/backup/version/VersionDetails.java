package org.quietus.backup.version;

import java.util.Optional;
import java.util.function.Consumer;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.StoreException;

/** Looks at versions that are new in the store. */
final class VersionDetails {
  private final SetContext set;
  private final Silence unreachable = new Silence();

  VersionDetails(SetContext set) {
    this.set = set;
  }

  /**
   * What the store says of a version, or a marker, which what is known of earlier searches was
   * turned to; says of one that cannot be looked at, which stops itself alone, why.
   *
   * @param missed takes what is not there any more
   */
  Fresh of(ObjectVersion version, Consumer<ObjectVersion> missed) {
    try {
      Optional<ObjectDetails> details = Optional.empty();
      if (!version.deleteMarker()) {
        ObjectDetails found = set.store().details(version.pin());
        found.created(); // may be refused
        details = Optional.of(found);
      }
      unreachable.answered();
      return fresh(version, details, Optional.empty());
    } catch (StoreException.Gone | StoreException.Changed e) {
      unreachable.answered();
      missed.accept(version);
      return fresh(version, Optional.empty(), Optional.empty());
    } catch (StoreException e) {
      unreachable.failed(e);
      say(version, e);
      return fresh(version, Optional.empty(), Optional.of(SetRun.end(e)));
    }
  }

  private Fresh fresh(
      ObjectVersion version, Optional<ObjectDetails> details, Optional<VersionState> left) {
    boolean content = !version.deleteMarker();
    return new Fresh(
        version,
        details,
        left,
        content && set.isDue(version.pin()),
        content && set.isScreened(version.pin()));
  }

  private void say(ObjectVersion version, StoreException why) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), version.size(), version.lastModified());
    set.task()
        .notes()
        .accept(
            "%s: object %s: %s"
                .formatted(set.settings().label(), set.names().of(held), why.getMessage()));
  }
}
