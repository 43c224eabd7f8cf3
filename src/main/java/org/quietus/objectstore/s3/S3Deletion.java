package org.quietus.objectstore.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.Capability;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** Deletes versions and delete markers, unless they are locked. */
final class S3Deletion {
  /** By how much clocks may differ before S3 refuses whatever it is asked. */
  private static final Duration SKEW = Duration.ofMinutes(15);

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
      if (!pin.deleteMarker()) {
        refuseIfLocked(objects.details(pin).lock(), clock.instant());
      }
      deleteUnseen(pin, conditional ? pin.etag() : null, permit);
    } catch (StoreException.Gone e) {
      // That is what was asked for.
    }
  }

  private void deleteUnseen(Pin pin, @Nullable String ifMatch, Permit permit) {
    try {
      connection.call("DeleteObject", () -> permit.during(() -> deleteNow(pin, ifMatch)));
    } catch (StoreException.Denied e) {
      // Locked a moment ago, or still by the store's own clock?
      if (!pin.deleteMarker()) {
        refuseIfLocked(objects.details(pin).lock(), clock.instant().minus(SKEW));
      }
      throw e;
    }
  }

  private Pin deleteNow(Pin pin, @Nullable String ifMatch) {
    connection
        .client()
        .deleteObject(
            r ->
                r.bucket(connection.bucket())
                    .key(connection.nameOf(pin.key()))
                    .versionId(pin.versionId())
                    .ifMatch(ifMatch)
                    .bypassGovernanceRetention(
                        connection.settings().bypassGovernance() ? true : null));
    return pin;
  }

  private void refuseIfLocked(Lock lock, Instant moment) {
    boolean bypassed =
        connection.settings().bypassGovernance()
            && !lock.legalHold()
            && lock.mode().filter(mode -> mode == Lock.Mode.GOVERNANCE).isPresent();
    if (lock.holdsAt(moment) && !bypassed) {
      throw new StoreException.Locked(lock);
    }
  }
}
