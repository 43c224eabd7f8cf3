package org.quietus.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.Bucket;
import org.quietus.testing.CephServer;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** On a server that ignores conditions, and that enforces Object Lock. */
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephEvidenceStoreTest extends BucketEvidenceContract {
  @Override
  S3Server server() {
    return CephServer.shared();
  }

  @Test
  void inABucketThatLocksEveryVersionEvidenceCannotBeRemoved() {
    bucket.close();
    bucket = Bucket.locking(server());
    bucket
        .client()
        .putObjectLockConfiguration(
            r ->
                r.bucket(bucket.name())
                    .objectLockConfiguration(
                        c ->
                            c.objectLockEnabled("Enabled")
                                .rule(
                                    rule ->
                                        rule.defaultRetention(
                                            d ->
                                                d.mode(ObjectLockRetentionMode.COMPLIANCE)
                                                    .days(1)))));
    EvidenceStore locked = open(server().endpoint(), server().secretKey());

    locked.requireWritable();
    assertThat(locked.putIfAbsent(NAME, bytes("one"))).isTrue();
    assertThat(locked.putIfAbsent(NAME, bytes("one"))).isFalse();
    assertThatThrownBy(() -> locked.putIfAbsent(NAME, bytes("two")))
        .isInstanceOf(EvidenceConflict.class);

    ObjectVersion version = bucket.versions().get(0);
    assertThatThrownBy(
            () ->
                bucket
                    .client()
                    .deleteObject(
                        r ->
                            r.bucket(bucket.name())
                                .key(version.key())
                                .versionId(version.versionId())))
        .isInstanceOf(S3Exception.class);
    assertThat(locked.isLocked(NAME, Instant.now())).isTrue();
    assertThat(locked.isLocked(NAME, Instant.now().plus(Duration.ofDays(2)))).isFalse();
    assertThatThrownBy(() -> locked.remove(NAME)).isInstanceOf(EvidenceUnavailable.class);
    assertThat(locked.read(NAME)).hasValue(bytes("one"));
    assertThat(bucket.versions()).hasSize(1);
  }
}
