package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.s3.S3Connection;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** What a bucket with Object Lock does beyond {@link S3Contract}. */
abstract class S3LockContract extends S3Contract {
  private static final Instant UNTIL =
      Clock.systemUTC().instant().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

  @Override
  boolean withObjectLock() {
    return true;
  }

  @Test
  void reportsAComplianceLockWithItsDateAndLeavesTheVersion() throws IOException {
    Pin locked = putLocked(Lock.Mode.COMPLIANCE);
    assertThat(store.details(locked).lock().until()).contains(UNTIL);
    assertThatThrownBy(() -> store.delete(locked))
        .isInstanceOfSatisfying(
            StoreException.Locked.class, e -> assertThat(e.until()).contains(UNTIL));
    assertThat(read(locked)).isEqualTo("locked");
    deleteWithoutVersion(KEY);
    assertThat(versions("")).hasSize(2);
  }

  @Test
  void bypassesGovernanceOnlyIfToldSo() {
    Pin locked = putLocked(Lock.Mode.GOVERNANCE);
    assertThatThrownBy(() -> store.delete(locked)).isInstanceOf(StoreException.Locked.class);
    S3Settings plain = settings();
    S3Settings bypassing =
        new S3Settings(
            plain.bucket(),
            plain.root(),
            plain.endpoint(),
            plain.region(),
            plain.credentials(),
            new S3Terms(true, false),
            plain.limits());
    try (ObjectStore other = ObjectStores.open(bypassing, Clock.systemUTC())) {
      other.delete(locked);
    }
    assertThat(versions("")).isEmpty();
  }

  @Test
  void reportsALegalHoldThatHasNoEnd() {
    Attributes held = with(new Lock(Optional.empty(), Optional.empty(), true));
    Pin pin = store.put(KEY, held, "held".getBytes(UTF_8), NONE);
    assertThatThrownBy(() -> store.delete(pin))
        .isInstanceOfSatisfying(
            StoreException.Locked.class,
            e -> {
              assertThat(e.until()).isEmpty();
              assertThat(e.lock().legalHold()).isTrue();
            });
    assertThat(only("").pin()).isEqualTo(pin);
  }

  @Test
  void replacesALockedVersionAndKeepsIt() throws IOException {
    Pin locked = putLocked(Lock.Mode.COMPLIANCE);
    Attributes carried = store.attributes(locked);
    assertThat(carried.lock().mode()).contains(Lock.Mode.COMPLIANCE);
    Pin clean = store.put(KEY, carried.unlocked(), new byte[1], Precondition.replacing(locked));
    assertThat(store.details(clean).lock()).isEqualTo(Lock.NONE);
    assertThat(versions("")).extracting(ObjectVersion::pin).containsExactly(clean, locked);
  }

  @Test
  void writesNothingWhenItProbesABucketWithADefaultRetention() {
    String bucket = newBucket(true);
    try (S3Connection direct = direct(bucket);
        ObjectStore locking = ObjectStores.open(settings(bucket, ""), Clock.systemUTC())) {
      direct
          .client()
          .putObjectLockConfiguration(
              r ->
                  r.bucket(bucket)
                      .objectLockConfiguration(
                          c ->
                              c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                  .rule(
                                      u ->
                                          u.defaultRetention(
                                              d ->
                                                  d.mode(ObjectLockRetentionMode.COMPLIANCE)
                                                      .days(1)))));
      Capabilities found = locking.probe("");
      assertThat(found.defaultRetention()).contains(Lock.Mode.COMPLIANCE);
      try (var versions = locking.versions("")) {
        assertThat(versions).isEmpty();
      }
    }
  }

  private Pin putLocked(Lock.Mode mode) {
    Attributes locked = with(new Lock(Optional.of(mode), Optional.of(UNTIL), false));
    return store.put(KEY, locked, "locked".getBytes(UTF_8), NONE);
  }

  private static Attributes with(Lock lock) {
    return new Attributes(
        Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty(), List.of(), lock);
  }
}
