package org.quietus.objectstore.s3;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** Deletes versions and delete markers, unless they are locked. */
final class S3Deletion {
  private final S3Connection connection;
  private final S3Objects objects;
  private final Clock clock;

  S3Deletion(S3Connection connection, S3Objects objects, Clock clock) {
    this.connection = connection;
    this.objects = objects;
    this.clock = clock;
  }

  /** Looks before it deletes: not every store enforces its locks, or honours If-Match here. */
  void delete(Pin pin, Capabilities capabilities, Permit permit) {
    boolean conditional =
        capabilities.has(Capability.CONDITIONAL_DELETE)
            && pin.overwritable()
            && !pin.deleteMarker();
    try {
      boolean bypassing = false;
      if (!pin.deleteMarker()) {
        Lock lock = objects.details(pin).lock();
        refuseIfLocked(lock.holdsAt(clock.instant()), lock);
        bypassing = isBypassed(lock) && lock.mayHoldAt(clock.instant());
      }
      deleteUnseen(pin, conditional ? pin.etag() : null, bypassing, permit);
    } catch (StoreException.Gone e) {
      // That is what was asked for.
    }
  }

  private void deleteUnseen(Pin pin, @Nullable String ifMatch, boolean bypassing, Permit permit) {
    try {
      connection.call(
          "DeleteObject", () -> permit.during(() -> deleteNow(pin, ifMatch, bypassing)));
    } catch (StoreException.Denied e) {
      // Locked a moment ago, or still by the store's own clock?
      if (!pin.deleteMarker()) {
        Lock lock = objects.details(pin).lock();
        refuseIfLocked(lock.mayHoldAt(clock.instant()), lock);
      }
      throw e;
    }
  }

  private Pin deleteNow(Pin pin, @Nullable String ifMatch, boolean bypassing) {
    connection
        .client()
        .deleteObject(
            r ->
                r.bucket(connection.bucket())
                    .key(connection.nameOf(pin.key()))
                    .versionId(pin.versionId())
                    .ifMatch(ifMatch)
                    .bypassGovernanceRetention(bypassing ? true : null));
    return pin;
  }

  private boolean isBypassed(Lock lock) {
    return connection.settings().terms().bypassGovernance() && lock.isGovernance();
  }

  private void refuseIfLocked(boolean holds, Lock lock) {
    if (holds && !isBypassed(lock)) {
      throw new StoreException.Locked(lock);
    }
  }
}
