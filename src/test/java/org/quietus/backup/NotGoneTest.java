package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.version.Stores;
import org.quietus.objectstore.ObjectStore;

/** A store that gives back the old content when a rewritten backup is read again. */
class NotGoneTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  @TempDir Path directory;
  private final byte[] old = ShopDump.gzip(ShopDump.ofTheDatabase().text());
  private boolean stale = true;
  private int opened = Integer.MIN_VALUE;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) -> stale(Stores.open(settings, clock)));
    vault.put(DUMP, old);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** Right when what was written is compared, and stale from then on. */
  private ObjectStore stale(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open") && opened++ > 0 && stale) {
                return new ByteArrayInputStream(old);
              }
              if (method.getName().equals("commit")) {
                opened = 0;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void isChargedToWhomItIsOf() {
    shop.eraseBoth();
    assertThat(shop.ends()).containsExactly("nightly not-gone 1");
    assertThat(shop.reread())
        .contains(
            "request-1 nightly.customer 1 0",
            "request-1 nightly.orders 2 0",
            "request-3 nightly.customer 1 0",
            "request-3 nightly.orders 1 0")
        .doesNotHaveDuplicates();
  }

  @Test
  void isWorkedOffByTheNextAttempt() throws Exception {
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly not-gone 1");
    stale = false;
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly clean 1");
    assertThat(shop.reread()).isEmpty();
    assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(DUMP))))
        .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
  }

  @Test
  void isGivenUpAndNamedIfItStays() {
    shop.erase();
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly not-gone 1");
    assertThat(shop.reread()).contains("request-1 nightly.customer 0 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'" + DUMP + "'"));
    shop.erase();
    assertThat(shop.reread()).contains("request-1 nightly.customer 0 1");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial());
  }
}
