package org.quietus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Connection;
import org.quietus.objectstore.s3.S3Limits;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import org.quietus.testing.FaultProxy;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The contract once more, while one call in ten fails. */
@Tag("long")
class FaultyStoreTest extends ObjectStoreContract {
  private static final S3Server SERVER = S3ProxyServer.shared();
  private static final S3Limits LIMITS =
      new S3Limits(
          Duration.ofMillis(500),
          new RetryPolicy(25, Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofMinutes(2)),
          5 << 20,
          5 << 20,
          100);

  private FaultProxy proxy;
  private String bucket;

  @Override
  ObjectStore open() {
    bucket = "b" + UUID.randomUUID();
    try (S3Connection direct = new S3Connection(settings(SERVER.endpoint()), Clock.systemUTC())) {
      direct.client().createBucket(r -> r.bucket(bucket));
      direct
          .client()
          .putBucketVersioning(
              r ->
                  r.bucket(bucket)
                      .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
    proxy = faults(0.1);
    return reopen();
  }

  @Override
  ObjectStore reopen() {
    return ObjectStores.open(settings(proxy.endpoint()), Clock.systemUTC());
  }

  @AfterEach
  void closeProxy() throws IOException {
    proxy.close();
  }

  @Override
  boolean forgetsEmptyUploads() {
    return true;
  }

  @Test
  void resumesABrokenReadWhereItBroke() throws IOException {
    byte[] content = random(2_000_000, 5);
    Pin pin = store.put(KEY, PLAIN, content, NONE);
    try (FaultProxy worse = faults(0.5);
        ObjectStore other = ObjectStores.open(settings(worse.endpoint()), Clock.systemUTC())) {
      while (worse.made().getOrDefault(FaultProxy.Fault.CUT_BODY, 0) < 5) {
        try (InputStream in = other.open(pin)) {
          assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
        }
        byte[] part = other.part(pin, 300_000, 1_500_000);
        assertThat(Arrays.equals(part, 0, 1_500_000, content, 300_000, 1_800_000)).isTrue();
      }
    }
  }

  @Test
  void writesOnceThoughRepliesAreLost() throws IOException {
    try (FaultProxy worse = faults(0.4);
        ObjectStore other = ObjectStores.open(settings(worse.endpoint()), Clock.systemUTC())) {
      int written = 0;
      while (worse.made().getOrDefault(FaultProxy.Fault.LOST_REPLY, 0) < 8) {
        ObjectKey key = new ObjectKey("k" + written++);
        Pin pin = other.put(key, PLAIN, new byte[1], NONE);
        other.copy(pin, new ObjectKey("c" + written), PLAIN);
      }
      assertThat(versions("k")).hasSize(written);
      assertThat(versions("c")).hasSize(written);
    }
  }

  @Test
  void givesUpWhenNothingAnswers() throws IOException {
    Pin pin = put(KEY, "content");
    S3Limits impatient =
        new S3Limits(
            Duration.ofMillis(200),
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)),
            5 << 20,
            5 << 20,
            100);
    S3Settings lenient = settings(URI.create("http://127.0.0.1:1"));
    S3Settings nowhere =
        new S3Settings(
            bucket,
            "",
            lenient.endpoint(),
            Optional.empty(),
            lenient.credentials(),
            S3Terms.PLAIN,
            impatient);
    try (ObjectStore silent = ObjectStores.open(nowhere, Clock.systemUTC())) {
      assertThatThrownBy(() -> silent.open(pin)).isInstanceOf(StoreException.Unreachable.class);
      assertThatThrownBy(() -> silent.requireListable(""))
          .isInstanceOf(StoreException.Unreachable.class);
    }
  }

  private static FaultProxy faults(double share) {
    return new FaultProxy(SERVER.endpoint(), share, 700, Long.getLong("seed", System.nanoTime()));
  }

  private S3Settings settings(URI endpoint) {
    Credentials credentials =
        new Credentials(SERVER.accessKey(), SERVER.secretKey(), Optional.empty());
    return new S3Settings(
        bucket,
        "",
        Optional.of(endpoint),
        Optional.empty(),
        Optional.of(credentials),
        S3Terms.PLAIN,
        LIMITS);
  }
}
