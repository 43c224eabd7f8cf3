package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;

class OutOfMemoryGenerationsTest {
  @TempDir Path directory;

  private static ObjectStore hungry(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, given) -> {
              if (method.getName().equals("open")
                  && ((Pin) given[0]).key().value().equals("twice/3.sql")) {
                throw new OutOfMemoryError("Java heap space");
              }
              try {
                return method.invoke(store, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aDumpThatMemoryRunsOutForTakesThePlaceOfNoOlderOne() throws Exception {
    try (DirectoryVault vault = new DirectoryVault(Files.createDirectory(directory.resolve("s")));
        Shop shop =
            new Shop(
                Files.createDirectory(directory.resolve("shop")),
                vault.settings(),
                (settings, clock) -> hungry(Stores.open(settings, clock)))) {
      for (int n = 0; n <= 3; n++) {
        String key = "twice/" + n + ".sql";
        vault.put(key, ShopDump.ofTheDatabase().text().getBytes(UTF_8));
        Files.setLastModifiedTime(
            directory.resolve("s").resolve(key),
            FileTime.from(Shop.ERASED.minus(Duration.ofDays(200 - n))));
      }
      shop.expire();
      assertThat(vault.keys()).contains("twice/1.sql", "twice/2.sql").doesNotContain("twice/0.sql");
      assertThat(shop.notes())
          .anyMatch(note -> note.contains("takes the place of no older one: it needs more memory"));
    }
  }
}
