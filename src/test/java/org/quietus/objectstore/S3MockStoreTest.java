package org.quietus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.s3.S3Connection;
import org.quietus.testing.S3MockServer;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

@Tag("long")
class S3MockStoreTest extends S3Contract {
  @Override
  Optional<String> storageClass() {
    return Optional.of("STANDARD_IA");
  }

  @Override
  S3Server server() {
    return S3MockServer.shared();
  }

  @Override
  Set<Capability> capabilities() {
    return EnumSet.complementOf(
        EnumSet.of(
            Capability.OBJECT_LOCK,
            Capability.LOCK_ENFORCED,
            Capability.IF_NONE_MATCH,
            Capability.IF_NONE_MATCH_ON_COMPLETE,
            Capability.GONE_AFTER_DELETE));
  }

  /** It looks first and writes later, so several may write, and step back. */
  @Override
  boolean comparesBySelf() {
    return false;
  }

  /** It loses them, so this test states just that. */
  @Override
  @Test
  void handlesVersionsFromBeforeVersioning() {
    String bucket = newBucket(false);
    try (ObjectStore early = ObjectStores.open(settings(bucket, ""), Clock.systemUTC());
        S3Connection direct = direct(bucket)) {
      early.put(KEY, PLAIN, new byte[1], NONE);
      version(direct.client(), bucket, BucketVersioningStatus.ENABLED);
      Pin later = early.put(KEY, PLAIN, new byte[2], NONE);
      try (var versions = early.versions("")) {
        assertThat(versions.map(ObjectVersion::pin)).containsExactly(later);
      }
    }
  }
}
