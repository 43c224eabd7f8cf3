package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.ObjectStoreSettings;

/** A place for backups of the shop, wherever it is. */
abstract class BackupPlace {
  static final String DUMP = "nightly/shop.sql.gz";

  /** S3Proxy breaks the connection after each refusal of an upload. */
  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(8, Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofMinutes(2));

  @TempDir Path directory;
  private final ProbedOnce stores = new ProbedOnce();
  private Vault vault;
  private Shop shop;

  /** Makes an empty place for backups. */
  abstract Vault newVault(Path parent) throws Exception;

  /** How many uploads with something in them were begun, and neither finished nor given up. */
  long uploads() {
    return shop.uploads();
  }

  /** Every how many steps a kill is tried. */
  int killsEvery() {
    return 1;
  }

  /** The same for what has few steps. */
  int killsEveryOfFew() {
    return Math.min(8, killsEvery());
  }

  /** How the product opens the store that the job file names, but for its patience. */
  ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return Stores.open(settings, clock, IMPATIENT);
  }

  /** Whether the runs of a test share what the first of them found out of the store. */
  boolean probesOnce(ObjectStoreSettings settings) {
    return !settings.isDirectory();
  }

  @BeforeEach
  void open() throws Exception {
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) ->
                probesOnce(settings)
                    ? stores.at(clock, () -> opened(settings, clock))
                    : opened(settings, clock));
  }

  @AfterEach
  void close() {
    shop.close();
    stores.close();
    vault.close();
  }

  /** Another shop with the same vault and another job file, to be closed by whoever asks. */
  final Shop shop(UnaryOperator<String> edited) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        (settings, clock) -> opened(settings, clock),
        edited,
        List.of());
  }

  final Shop shop() {
    return shop;
  }

  final void put(String key, byte[] content) throws Exception {
    vault.put(key, content);
  }

  final byte[] get(String key) throws Exception {
    return vault.get(key);
  }

  /** Takes everything out of the store. */
  final void clear() throws Exception {
    vault.clear();
  }

  final List<String> keys() throws Exception {
    return vault.keys();
  }

  final void dump(String key, ShopDump dump) throws Exception {
    put(key, ShopDump.gzip(dump.text()));
  }

  final void assertOutOf(String key, ShopDump expected) throws Exception {
    assertThat(ShopDump.lines(ShopDump.gunzip(get(key))))
        .isEqualTo(ShopDump.lines(expected.text()));
  }

  /** What is in the store, older versions too. */
  final List<byte[]> contents() throws Exception {
    return vault.contents();
  }
}
