package org.quietus.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.testing.Bucket;
import org.quietus.testing.S3Server;

/** An evidence store in a bucket that keeps versions, seen with the SDK's own client as well. */
abstract class BucketEvidenceContract extends EvidenceStoreContract {
  private static final String PREFIX = "evidence/";
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(8, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMinutes(1));

  Bucket bucket;

  abstract S3Server server();

  @Override
  EvidenceStore open() {
    bucket = Bucket.versioned(server());
    return open(server().endpoint(), server().secretKey());
  }

  @AfterEach
  void closeClient() {
    bucket.close();
  }

  EvidenceStore open(URI endpoint, String secret) {
    return EvidenceStores.open(
        S3Settings.of(
                URI.create(bucket.url() + PREFIX),
                Optional.of(endpoint),
                Optional.empty(),
                Optional.of(new Credentials(server().accessKey(), secret, Optional.empty())))
            .with(PATIENCE),
        Clock.systemUTC());
  }

  @Override
  int rounds() {
    return 3;
  }

  @Test
  void isAnObjectBelowThePrefix() {
    store.putIfAbsent(NAME, bytes("one"));

    assertThat(bucket.get(PREFIX + "certificates/run-1-1.json")).isEqualTo(bytes("one"));
    assertThat(store.locate(NAME))
        .isEqualTo(URI.create(bucket.url() + PREFIX + "certificates/run-1-1.json"));
  }

  @Test
  void theFirstVersionCountsOfWhatIsWrittenOnce() {
    store.putIfAbsent(NAME, bytes("one"));
    bucket.put(PREFIX + NAME, bytes("forged"));

    assertThat(store.read(NAME)).hasValue(bytes("one"));
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).containsExactly(NAME);
    assertThat(store.putIfAbsent(NAME, bytes("one"))).isFalse();
  }

  @Test
  void aDeleteMarkerHidesNothing() {
    store.putIfAbsent(NAME, bytes("one"));
    bucket.client().deleteObject(r -> r.bucket(bucket.name()).key(PREFIX + NAME));

    assertThat(store.read(NAME)).hasValue(bytes("one"));
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).containsExactly(NAME);
    assertThat(store.putIfAbsent(NAME, bytes("one"))).isFalse();
    assertThatThrownBy(() -> store.putIfAbsent(NAME, bytes("two")))
        .isInstanceOf(EvidenceConflict.class);
  }

  @Test
  void aCheckpointIsTheCurrentVersion() {
    store.replace(CHECKPOINT, Optional.empty(), bytes("1"));
    store.replace(CHECKPOINT, Optional.of(bytes("1")), bytes("2"));

    assertThat(bucket.versions()).hasSize(2);
    assertThat(store.read(CHECKPOINT)).hasValue(bytes("2"));
  }

  @Test
  void thatItCanBeWrittenIsShownWithoutATrace() {
    store.requireWritable();

    assertThat(bucket.versions()).isEmpty();
    assertThat(bucket.leftovers()).isEmpty();
  }

  @Test
  void whatWasFoundOutBeforeTheFirstWriteLeavesNothing() {
    store.putIfAbsent(NAME, bytes("one"));

    assertThat(bucket.versions()).hasSize(1);
    assertThat(bucket.leftovers()).isEmpty();
  }

  @Test
  void whoMayNotWriteIsToldSo() {
    EvidenceStore refused = open(server().endpoint(), "another secret");

    assertThatThrownBy(refused::requireWritable)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the evidence store cannot be written: " + bucket.url());
    assertThatThrownBy(() -> refused.read(NAME)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> refused.list(EvidenceName.Folder.CERTIFICATES))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot list certificates/");
  }

  @Test
  void aServerThatIsDownIsSaidAndNotTakenForAnEmptyStore() {
    EvidenceStore down = open(URI.create("http://127.0.0.1:9"), server().secretKey());

    assertThatThrownBy(() -> down.read(NAME)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> down.putIfAbsent(NAME, bytes("one")))
        .isInstanceOf(UncheckedIOException.class);
  }
}
