package org.quietus.backup.version;

import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

/**
 * A version, or a marker, that is new in the store.
 *
 * @param details what the store says of it; empty of a marker, and of what cannot be looked at or
 *     was gone by then
 * @param left the end of what cannot be looked at
 * @param due whether it has to be searched for persons whom earlier runs erased
 * @param screened whether nobody who was erased can be in it
 */
record Fresh(
    ObjectVersion version,
    Optional<ObjectDetails> details,
    Optional<VersionState> left,
    boolean due,
    boolean screened) {

  Pin pin() {
    return version.pin();
  }

  ObjectKey key() {
    return version.key();
  }

  /** Whether it is what a read of its object gets. */
  boolean current() {
    return version.latest() && !version.deleteMarker();
  }

  /** Whether its content can be read now. */
  boolean readable() {
    return details.filter(found -> !found.archived()).isPresent();
  }

  /** As the journal has it. */
  SealedVersion held() {
    return SealedVersion.of(
        version.pin(),
        version.latest(),
        version.size(),
        details.map(ObjectDetails::created).orElse(version.lastModified()));
  }
}
