package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** What is on record of retentions that were bypassed, wherever a kill came. */
@Tag("long") // a server of its own
class BypassedLockTest {
  private static final String DUMP = "nightly/a.sql";
  private static final Lock LOCK =
      new Lock(
          Optional.of(Lock.Mode.GOVERNANCE),
          Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
          false);

  @TempDir Path directory;
  private final Set<ObjectKey> removed = new HashSet<>();
  private boolean refusing;

  /** Every version is under a retention that is bypassed. */
  private ObjectStore locking(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("bypassesGovernance")) {
                return true;
              }
              if (method.getName().equals("delete") && refusing) {
                throw new StoreException.Locked(LOCK);
              }
              try {
                Object result = method.invoke(store, arguments);
                if (method.getName().equals("delete")) {
                  removed.add(((Pin) arguments[0]).key());
                }
                return result instanceof ObjectDetails details ? locked(details) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static ObjectDetails locked(ObjectDetails details) {
    return new ObjectDetails(
        details.pin(),
        details.size(),
        details.lastModified(),
        details.metadata(),
        details.storageClass(),
        details.archived(),
        LOCK,
        false,
        Set.of());
  }

  private Shop shop(Vault vault) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        (settings, clock) -> locking(Stores.open(settings, clock)));
  }

  @Test
  void aKillLeavesNoBypassOffTheRecord() throws Exception {
    try (Vault vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")))) {
      int kills = 0;
      for (boolean killed = true; killed; kills++) {
        for (boolean before : new boolean[] {true, false}) {
          vault.put(DUMP, ShopDump.ofTheDatabase().text().getBytes(UTF_8));
          removed.clear();
          try (Shop shop = shop(vault)) {
            shop.at(Instant.now().plus(Duration.ofDays(100)));
            shop.killAt(kills + 1, before);
            killed = false;
            try {
              shop.expire();
            } catch (Shop.Killed e) {
              killed = true;
              shop.killAt(Integer.MAX_VALUE, true);
              shop.expire();
            }
            assertThat(removed).hasSize(1);
            assertThat(shop.bypassed(Optional.empty()))
                .as("killed at transaction " + (kills + 1))
                .isEqualTo(Map.of("nightly", 1L));
          }
        }
      }
      assertThat(kills).isGreaterThan(5);
    }
  }

  @Test
  void whatIsLockedAfterAllIsNotOnRecordAsBypassed() throws Exception {
    try (Vault vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
        Shop shop = shop(vault)) {
      vault.put(DUMP, ShopDump.ofTheDatabase().text().getBytes(UTF_8));
      refusing = true;
      shop.at(Instant.now().plus(Duration.ofDays(100)));
      shop.expire();
      assertThat(shop.ends()).containsExactly("nightly locked 1");
      assertThat(shop.bypassed(Optional.empty())).isEmpty();
      assertThat(vault.keys()).containsExactly(DUMP);
    }
  }
}
