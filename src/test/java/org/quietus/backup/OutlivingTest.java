package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Outliving;

/** A store of which something outlives a deletion. */
class OutlivingTest {
  @TempDir Path directory;

  private static ObjectStore copying(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("outliving")) {
                return List.of(
                    new Outliving(
                        Outliving.REPLICATED,
                        Optional.of("far"),
                        "copies objects to bucket 'far'"));
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aRunSaysOnceOfAStoreThatItCopiesElsewhere() throws Exception {
    try (Vault vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
        Shop shop =
            new Shop(
                Files.createDirectory(directory.resolve("shop")),
                vault.settings(),
                (settings, clock) -> copying(Stores.open(settings, clock)))) {
      shop.erase();
      assertThat(shop.notes())
          .containsOnlyOnce("object store 'vault' copies objects to bucket 'far'");
      assertThat(shop.outliving().get("nightly")).containsExactly(Outliving.REPLICATED);
    }
  }
}
