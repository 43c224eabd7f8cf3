package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.InterferenceContract.Deed;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.testing.S3ProxyServer;

/** Somebody writes on to an object in the middle of its being read. */
class GrowingObjectTest {
  private static final String KEY = "events/log.jsonl";
  private static final String ANN =
      "{\"at\":1700000001,\"user\":{\"id\":1},\"mail\":\"ann@example.org\"}\n";
  private static final String BEN =
      "{\"at\":1700000001,\"user\":{\"id\":2},\"mail\":\"ben@example.org\"}\n";
  private static final String FILES =
      """
      files:
        events: { of: shop, in: vault, objects: "events/**", format: jsonl, from: at,
                  persons: { customer: { mail: email, user.id: id } }, on-erasure: delete }
      """;
  private static final String BEFORE = (BEN + ANN).repeat(20_000);

  @TempDir Path directory;

  /** A store in which something is done once a megabyte of an object has been read. */
  private static ObjectStore disturbed(ObjectStore store, Deed deed, int[] times) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, given) -> {
              try {
                Object result = method.invoke(store, given);
                return result instanceof InputStream in ? disturbed(in, deed, times) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static InputStream disturbed(InputStream in, Deed deed, int[] times) {
    return new FilterInputStream(in) {
      private int left = 1 << 20;

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        int some = super.read(bytes, from, count);
        boolean now = left > 0 && left <= some;
        left -= some;
        if (now && times[0]-- > 0) {
          try {
            deed.perform();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
        return some;
      }
    };
  }

  private void losesNobodysLines(Vault vault, Deed deed) throws Exception {
    int[] left = {1};
    vault.put(KEY, BEFORE.getBytes(UTF_8));
    try (Shop shop = shop(vault, deed, left)) {
      shop.erase();

      assertThat(left[0]).as("it was disturbed").isNotPositive();
      assertThat(new String(vault.get(KEY), UTF_8)).isEqualTo((BEFORE + BEN).replace(ANN, ""));
      assertThat(shop.backupEnds()).noneMatch(end -> end.partial());
      assertThat(shop.uploads()).isZero();
    }
  }

  private Shop shop(Vault vault, Deed deed, int[] times) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        (settings, clock) -> disturbed(Stores.open(settings, clock), deed, times),
        FILES);
  }

  private void appended() throws IOException {
    Files.writeString(
        directory.resolve("store").resolve(KEY), BEN + ANN, StandardOpenOption.APPEND);
  }

  @Test
  void aFileThatGrowsOnceIsReadAgainAsAWhole() throws Exception {
    try (Vault vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")))) {
      losesNobodysLines(vault, this::appended);
    }
  }

  @Test
  void aFileThatKeepsGrowingIsLeftToALaterRun() throws Exception {
    try (Vault vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")))) {
      int[] left = {Integer.MAX_VALUE};
      vault.put(KEY, BEFORE.getBytes(UTF_8));
      try (Shop shop = shop(vault, this::appended, left)) {
        shop.erase();
        String grown = new String(vault.get(KEY), UTF_8);
        assertThat(grown).startsWith(BEFORE).hasSizeGreaterThan(BEFORE.length());
        assertThat(shop.ends()).contains("events changed 1");
        assertThat(shop.backupEnds()).anyMatch(end -> end.partial());
        assertThat(shop.ledger()).isEmpty();
        left[0] = 0;
        shop.end();
        shop.nextRun();

        shop.erase();

        assertThat(new String(vault.get(KEY), UTF_8)).isEqualTo(grown.replace(ANN, ""));
        assertThat(shop.backupEnds()).noneMatch(end -> end.partial());
        assertThat(shop.uploads()).isZero();
      }
    }
  }

  @Test
  void anObjectThatIsOverwrittenByALongerOneIsReadAgainAsAWhole() throws Exception {
    try (BucketVault vault = new BucketVault(S3ProxyServer.shared())) {
      String longer = BEFORE + BEN + ANN;
      losesNobodysLines(vault, () -> vault.put(KEY, longer.getBytes(UTF_8)));
    }
  }
}
