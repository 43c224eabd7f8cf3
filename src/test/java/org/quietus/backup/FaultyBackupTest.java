package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Limits;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.testing.FaultProxy;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/** The contract once more, while one call in ten to the bucket fails. */
@Tag("long")
class FaultyBackupTest extends BackupLifeContract {
  private static final S3Server SERVER = S3ProxyServer.shared();
  private static final int MOST_RUNS = 60;

  private final FaultProxy proxy =
      new FaultProxy(SERVER.endpoint(), 0.1, 400, Long.getLong("seed", new Random().nextLong()));
  private BucketVault bucket;
  private int attempts = 25;

  @Override
  Vault newVault(Path parent) {
    bucket = BucketVault.through(proxy.endpoint(), SERVER);
    return bucket;
  }

  @Override
  ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    S3Limits impatient =
        new S3Limits(
            Duration.ofMillis(250),
            new RetryPolicy(
                attempts, Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofMinutes(2)),
            5 << 20,
            5 << 20,
            100);
    return ObjectStores.open(
        new S3Settings(
            bucket.bucket(),
            "",
            settings.endpoint(),
            Optional.empty(),
            Optional.of(new Credentials(SERVER.accessKey(), SERVER.secretKey(), Optional.empty())),
            S3Terms.PLAIN,
            impatient),
        clock);
  }

  @Override
  boolean probesOnce(ObjectStoreSettings settings) {
    return attempts > 2;
  }

  @Override
  int killsEvery() {
    return 20;
  }

  @Override
  long uploads() {
    return bucket.filledUploads();
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  /** With little patience, runs end PARTIAL; none may do harm, and one has to succeed. */
  @Test
  void finishesInTheEndThoughManyRunsGiveUp() throws Exception {
    attempts = 2;
    int partial = 0;
    for (int backup = 1; made() < FaultProxy.Fault.values().length || partial < 5; backup++) {
      bucket.clear();
      dump(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("address", "(8,'an older one')"));
      dump(DUMP, ShopDump.ofTheDatabase());
      int runs = 0;
      do {
        assertThat(++runs).as("backup %d", backup).isLessThan(MOST_RUNS);
        shop().nextRun();
        shop().erase();
        assertThat(ShopDump.lines(ShopDump.gunzip(bucket.get(DUMP))))
            .isIn(
                ShopDump.lines(ShopDump.ofTheDatabase().text()),
                ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
        assertThat(shop().backupEnds())
            .isNotEmpty()
            .allMatch(end -> VersionState.labelled(end.state()).isEnd());
      } while (shop().backupEnds().stream().anyMatch(end -> end.partial()));
      partial += runs - 1;
      assertThat(bucket.contents())
          .extracting(ShopDump::gunzip)
          .isNotEmpty()
          .allMatch(text -> !text.contains("Ann"))
          .anyMatch(text -> text.contains("an older one"));
      assertThat(bucket.keys()).containsExactly(DUMP);
    }
    System.out.printf("%d runs ended PARTIAL on the way%n", partial);
  }

  /** How many ways to fail there have been. */
  private int made() {
    return proxy.made().size();
  }
}
