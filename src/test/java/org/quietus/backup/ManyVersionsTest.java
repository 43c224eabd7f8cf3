package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Limits;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Relay;
import org.quietus.testing.S3Server;

/** What a run asks of a bucket, and reads of its journal, grows as versions do, and no faster. */
@Tag("long")
class ManyVersionsTest {
  private static final S3Server SERVER = S3ProxyServer.shared();
  private static final String DUMP = "nightly/a.sql.gz";
  private static final S3Limits SMALL_PAGES =
      new S3Limits(
          Duration.ofSeconds(30),
          RetryPolicy.DEFAULT,
          S3Limits.DEFAULT.partSize(),
          S3Limits.DEFAULT.largestCopy(),
          5);

  @TempDir Path directory;

  private interface Work {
    void on(BucketVault bucket, Shop shop) throws Exception;
  }

  /** Requests to the bucket, and rows of the journal that were read. */
  private record Cost(int requests, long rows) {}

  private Cost cost(Work work) throws Exception {
    try (BucketVault bucket = new BucketVault(SERVER);
        S3Relay relay = new S3Relay(SERVER.endpoint(), new S3Relay.Script() {});
        Shop shop =
            new Shop(
                Files.createTempDirectory(directory, "shop"),
                bucket.settings(),
                (settings, clock) -> open(settings, clock, bucket, relay))) {
      shop.change("SET QUERY_STATISTICS TRUE");
      shop.change("SET QUERY_STATISTICS_MAX_ENTRIES 1000");
      work.on(bucket, shop);
      Long rows =
          shop.jdbc()
              .queryForObject(
                  "SELECT SUM(cumulative_row_count) FROM information_schema.query_statistics"
                      + " WHERE sql_statement LIKE 'SELECT * FROM quietus.backup_version%'",
                  Long.class);
      return new Cost(relay.requests().size(), Objects.requireNonNull(rows));
    }
  }

  private static ObjectStore open(
      ObjectStoreSettings settings, Clock clock, BucketVault bucket, S3Relay relay) {
    return ObjectStores.open(
        new S3Settings(
            bucket.bucket(),
            "",
            Optional.of(relay.endpoint()),
            Optional.empty(),
            Optional.of(new Credentials(SERVER.accessKey(), SERVER.secretKey(), Optional.empty())),
            S3Terms.PLAIN,
            SMALL_PAGES),
        clock);
  }

  private Cost erasing(int versions) throws Exception {
    return cost(
        (bucket, shop) -> {
          for (int n = 0; n < versions; n++) {
            bucket.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
          }
          shop.erase();
          assertThat(shop.ends()).containsExactly("nightly verified " + versions);
          assertThat(bucket.versions()).hasSize(1);
        });
  }

  private Cost expiring(int versions, boolean ofOneKey) throws Exception {
    return cost(
        (bucket, shop) -> {
          for (int n = 0; n < versions; n++) {
            bucket.put("logs/" + (ofOneKey ? 1 : n), new byte[1]);
          }
          shop.at(Instant.now().plus(Duration.ofDays(10)));
          shop.expire();
          assertThat(shop.ends()).containsExactly("logs expired " + versions);
          assertThat(bucket.versions()).isEmpty();
        });
  }

  /** Of 5, 10 and 20 versions. */
  private static void isLinear(Cost few, Cost more, Cost many) {
    assertThat(many.requests() - more.requests())
        .isBetween(10, 2 * (more.requests() - few.requests()) + 5);
    assertThat(many.rows() - more.rows()).isLessThanOrEqualTo(2 * (more.rows() - few.rows()) + 5);
  }

  @Test
  void ofOneObjectThatHoldAPerson() throws Exception {
    isLinear(erasing(5), erasing(10), erasing(20));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thatHaveOutlivedTheirPeriod(boolean ofOneKey) throws Exception {
    isLinear(expiring(5, ofOneKey), expiring(10, ofOneKey), expiring(20, ofOneKey));
  }
}
