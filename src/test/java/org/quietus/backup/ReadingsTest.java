package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;

/**
 * How often a dump is read whose persons have rows in tables that hang on each other, and a file.
 */
class ReadingsTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  private static final String FILE = "events/1.jsonl.gz";
  private static final String FILES =
      """
      files:
        events: { of: shop, in: vault, objects: "events/**", format: jsonl, from: at, persons: { customer: { mail: email } }, on-erasure: delete }
      """;

  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;
  private int opened;
  private int openedBeforeTheSwap;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) -> counting(Stores.open(settings, clock)),
            FILES);
    vault.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private ObjectStore counting(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              opened += method.getName().equals("open") ? 1 : 0;
              openedBeforeTheSwap =
                  method.getName().equals("commit") ? opened : openedBeforeTheSwap;
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void isReadTwiceAndWhatWasStoredIsComparedBeforeAndAfterTheOldOneGoes() throws Exception {
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(DUMP))))
        .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
    assertThat(openedBeforeTheSwap).isEqualTo(2);
    assertThat(opened).isEqualTo(4);
  }

  @Test
  void isReadOnceIfNobodyIsInIt() throws Exception {
    vault.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().withoutAnn().text()));
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly clean 1");
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void isReadOnceForWhoIsInIt() {
    assertThat(shop.customers()).extracting(row -> row.values().get(0)).containsExactly(1L, 2L, 3L);
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void aFileIsReadTwiceAndWhatWasStoredIsComparedBeforeAndAfterTheOldOneGoes() throws Exception {
    vault.clear();
    vault.put(
        FILE,
        ShopDump.gzip(
            "{\"at\":\"2026-02-01T10:00:00Z\",\"mail\":\"ann@example.org\"}\n{\"at\":\"2026-02-01T10:00:00Z\",\"mail\":\"ben@example.org\"}\n"));
    shop.erase();
    assertThat(shop.ends()).containsExactly("events verified 1");
    assertThat(ShopDump.gunzip(vault.get(FILE)))
        .isEqualTo("{\"at\":\"2026-02-01T10:00:00Z\",\"mail\":\"ben@example.org\"}\n");
    assertThat(openedBeforeTheSwap).isEqualTo(2);
    assertThat(opened).isEqualTo(4);
  }
}
