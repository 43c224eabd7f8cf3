package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Connection;
import org.quietus.objectstore.s3.S3Limits;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** What a bucket that keeps versions does beyond {@link ObjectStoreContract}. */
abstract class S3Contract extends ObjectStoreContract {
  private static final int MIB = 1 << 20;
  static final S3Limits LIMITS =
      new S3Limits(
          Duration.ofSeconds(2),
          new RetryPolicy(12, Duration.ofMillis(5), Duration.ofMillis(200), Duration.ofMinutes(2)),
          5 * MIB,
          5 * MIB,
          100);

  private S3Settings settings;

  abstract S3Server server();

  /** What the probe has to find out about this server. */
  abstract Set<Capability> capabilities();

  /** Where the store looks for the server. */
  URI endpoint() {
    return server().endpoint();
  }

  boolean withObjectLock() {
    return false;
  }

  /** A storage class other than the default, if the server keeps any. */
  Optional<String> storageClass() {
    return Optional.empty();
  }

  @Override
  Attributes rich() {
    return new Attributes(
        Map.of(
            SystemHeader.CONTENT_TYPE, "application/gzip",
            SystemHeader.CONTENT_ENCODING, "gzip",
            SystemHeader.CONTENT_DISPOSITION, "attachment; filename=\"dump.sql.gz\"",
            SystemHeader.CONTENT_LANGUAGE, "de",
            SystemHeader.CACHE_CONTROL, "no-store"),
        Map.of("origin", "mysqldump 8.0, nightly"),
        capabilities().contains(Capability.TAGS)
            ? Map.of("retention class", "90 days", "team", "a+b=c/d")
            : Map.of(),
        storageClass(),
        Optional.empty(),
        List.of(),
        Lock.NONE);
  }

  @Override
  ObjectStore open() {
    settings = settings(newBucket(true), "in/a prefix/");
    return reopen();
  }

  @Override
  ObjectStore reopen() {
    return ObjectStores.open(settings, Clock.systemUTC());
  }

  final S3Settings settings(String bucket, String root) {
    return new S3Settings(
        bucket,
        root,
        Optional.of(endpoint()),
        Optional.empty(),
        Optional.of(new Credentials(server().accessKey(), server().secretKey(), Optional.empty())),
        S3Terms.PLAIN,
        LIMITS);
  }

  final String newBucket(boolean versioned) {
    String bucket = "b" + UUID.randomUUID();
    try (S3Connection direct = direct(bucket)) {
      S3Client client = direct.client();
      client.createBucket(
          r -> r.bucket(bucket).objectLockEnabledForBucket(withObjectLock() ? true : null));
      if (versioned && !withObjectLock()) {
        version(client, bucket, BucketVersioningStatus.ENABLED);
      }
    }
    return bucket;
  }

  /** The SDK's own client, for what somebody else does to the bucket. */
  final S3Connection direct(String bucket) {
    S3Settings past =
        new S3Settings(
            bucket,
            "",
            Optional.of(server().endpoint()),
            Optional.empty(),
            Optional.of(
                new Credentials(server().accessKey(), server().secretKey(), Optional.empty())),
            S3Terms.PLAIN,
            S3Limits.DEFAULT);
    return new S3Connection(past, Clock.systemUTC());
  }

  final S3Settings settings() {
    return settings;
  }

  static void version(S3Client client, String bucket, BucketVersioningStatus status) {
    client.putBucketVersioning(
        r -> r.bucket(bucket).versioningConfiguration(v -> v.status(status)));
  }

  final void deleteWithoutVersion(ObjectKey key) {
    try (S3Connection direct = direct(settings.bucket())) {
      direct
          .client()
          .deleteObject(r -> r.bucket(settings.bucket()).key(settings.root() + key.value()));
    }
  }

  @Test
  void probesWhatThisServerHonours() {
    assertThat(store.probe("").honoured()).isEqualTo(capabilities());
  }

  @Test
  void listsEveryVersionAndMarkerNewestFirst() throws IOException {
    Pin first = put(KEY, "first");
    Pin second = put(KEY, "second");
    deleteWithoutVersion(KEY);
    Pin other = put(new ObjectKey(KEY.value() + ".md5"), "other");
    List<ObjectVersion> versions = versions("nightly/");
    assertThat(versions).hasSize(4);
    assertThat(versions.get(0).deleteMarker()).isTrue();
    assertThat(versions.get(0).latest()).isTrue();
    assertThat(versions).extracting(ObjectVersion::pin).endsWith(second, first, other);
    assertThat(read(first)).isEqualTo("first");
    assertThat(read(second)).isEqualTo("second");
    store.delete(first);
    store.delete(versions.get(0).pin());
    assertThat(current(KEY)).contains(second);
    assertThat(versions(KEY.value())).extracting(ObjectVersion::pin).doesNotContain(first);
    if (capabilities().contains(Capability.GONE_AFTER_DELETE)) {
      assertThatThrownBy(() -> store.details(first)).isInstanceOf(StoreException.Gone.class);
    }
  }

  @Test
  void tellsWhatIsCurrentOfAKeyWithManyVersions() {
    ObjectKey longer = new ObjectKey(KEY.value() + "-longer");
    store.put(longer, Attributes.DEFAULTS, new byte[1], NONE);
    assertThat(store.newest(KEY)).isEmpty();
    Pin last = store.put(KEY, Attributes.DEFAULTS, new byte[1], NONE);
    for (int n = 2; n < 5; n++) {
      last = store.put(KEY, Attributes.DEFAULTS, new byte[n], NONE);
    }
    assertThat(store.newest(KEY).orElseThrow().pin()).isEqualTo(last);
    deleteWithoutVersion(KEY);
    assertThat(store.newest(KEY).orElseThrow().deleteMarker()).isTrue();
  }

  @Test
  void refusesToResurrectWhatSomebodyElseDeleted() {
    Pin old = put(KEY, "old");
    Staged staged = stage(KEY, "new");
    deleteWithoutVersion(KEY);
    assertThatThrownBy(() -> store.commit(staged, PLAIN, Precondition.replacing(old)))
        .isInstanceOfAny(StoreException.Changed.class, StoreException.Gone.class);
    assertThat(current(KEY)).isEmpty();
    assertThat(versions("")).hasSize(2);
  }

  @Test
  void keepsWhatWasCommittedBeforeACrashThoughARuleHasRemovedWhatItReplaced() throws IOException {
    Pin old = put(KEY, "old");
    Staged staged = stage(KEY, "new");
    Precondition replacing = Precondition.replacing(old, Instant.now());
    Pin ours = store.commit(staged, PLAIN, replacing);
    store.delete(old);
    assertThat(store.commit(staged, PLAIN, replacing)).isEqualTo(ours);
    assertThat(read(ours)).isEqualTo("new");
    assertThat(current(KEY)).contains(ours);
  }

  @Test
  void writesAnewOverADeleteMarker() throws IOException {
    put(KEY, "old");
    deleteWithoutVersion(KEY);
    Pin pin = store.put(KEY, PLAIN, "new".getBytes(UTF_8), Precondition.absent());
    assertThat(read(pin)).isEqualTo("new");
    assertThat(versions("")).hasSize(3);
  }

  @Test
  void handlesVersionsFromBeforeVersioning() throws IOException {
    String bucket = newBucket(false);
    try (ObjectStore early = ObjectStores.open(settings(bucket, ""), Clock.systemUTC());
        S3Connection direct = direct(bucket)) {
      Pin unversioned = early.put(KEY, PLAIN, "early".getBytes(UTF_8), NONE);
      if (!withObjectLock()) {
        assertThat(unversioned.versionId()).isEqualTo(Pin.NULL_VERSION);
        version(direct.client(), bucket, BucketVersioningStatus.ENABLED);
      }
      Pin later = early.put(KEY, PLAIN, "later".getBytes(UTF_8), NONE);
      try (var versions = early.versions("")) {
        assertThat(versions.map(ObjectVersion::pin)).containsExactly(later, unversioned);
      }
      assertThat(new String(early.open(unversioned).readAllBytes(), UTF_8)).isEqualTo("early");
      early.delete(unversioned);
      try (var versions = early.versions("")) {
        assertThat(versions.map(ObjectVersion::pin)).containsExactly(later);
      }
    }
  }

  @Test
  void doesNotSeeNeighboursOfItsRoot() {
    put(KEY, "content");
    try (ObjectStore neighbour =
        ObjectStores.open(settings(settings.bucket(), "in/a prefix/nightly/"), Clock.systemUTC())) {
      try (var versions = neighbour.versions("")) {
        assertThat(versions.map(version -> version.key().value())).containsExactly("dump.sql.gz");
      }
    }
    try (ObjectStore neighbour =
        ObjectStores.open(settings(settings.bucket(), "in/a/"), Clock.systemUTC())) {
      try (var versions = neighbour.versions("")) {
        assertThat(versions).isEmpty();
      }
    }
  }

  @Test
  void tellsAMissingBucketFromAMissingObject() {
    try (ObjectStore nowhere =
        ObjectStores.open(settings("b" + UUID.randomUUID(), ""), Clock.systemUTC())) {
      assertThatThrownBy(() -> nowhere.delete(new Pin(KEY, "null", "\"x\"")))
          .isInstanceOf(StoreException.Refused.class);
      assertThatThrownBy(() -> nowhere.versions("")).isInstanceOf(StoreException.Refused.class);
      assertThatThrownBy(() -> nowhere.requireListable(""))
          .isInstanceOf(StoreException.Refused.class);
    }
  }

  @Test
  void wantsToBeProbedBeforeItComparesAndSwaps() {
    Pin pin = put(KEY, "content");
    try (ObjectStore other = reopen()) {
      assertThatThrownBy(() -> other.put(KEY, PLAIN, new byte[1], Precondition.replacing(pin)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void listsMoreThanOnePage() {
    int some = 2 * LIMITS.page() + 10;
    for (int i = 0; i < some; i++) {
      put(new ObjectKey("many/%04d".formatted(i)), "");
    }
    List<String> keys = keys("many/");
    assertThat(keys).hasSize(some).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void saysOfNoBucketWithoutReplicationThatCopiesOutlive() {
    assertThat(store.outliving("nightly/")).isEmpty();
  }
}
