package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectStore;
import org.quietus.target.BackupEnd;

/** A folder that is one backup stays as a whole as long as one of its files is locked. */
class LockedFolderTest {
  private static final Lock LOCK =
      new Lock(
          Optional.of(Lock.Mode.COMPLIANCE),
          Optional.of(Instant.parse("2050-01-01T12:00:00Z")),
          false);

  @TempDir Path directory;

  private static ObjectStore locking(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(store, arguments);
                return result instanceof ObjectDetails details
                        && details.pin().key().value().equals("weekly/a/pg_wal.tar")
                    ? locked(details)
                    : result;
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

  @Test
  void allOfItStaysUntilTheLockEndsAndIsNamedOnce() throws Exception {
    try (DirectoryVault vault =
            new DirectoryVault(Files.createDirectory(directory.resolve("store")));
        Shop shop =
            new Shop(
                Files.createDirectory(directory.resolve("shop")),
                vault.settings(),
                (settings, clock) -> locking(Stores.open(settings, clock)))) {
      for (String folder : List.of("a", "b")) {
        for (String name : List.of("base.tar", "pg_wal.tar", "backup_manifest")) {
          vault.put("weekly/" + folder + "/" + name, "opaque".getBytes(UTF_8));
        }
      }
      shop.at(Instant.now().plus(Duration.ofDays(10)));

      shop.expire();

      assertThat(vault.keys()).hasSize(6);
      assertThat(shop.backupEnds())
          .contains(
              new BackupEnd(
                  "weekly",
                  "locked",
                  3,
                  false,
                  false,
                  false,
                  Optional.of("locked-compliance"),
                  Optional.of(LocalDate.parse("2050-01-02"))));
      assertThat(shop.notes())
          .filteredOn(note -> note.contains("stays, as all of its folder does"))
          .hasSize(1);
    }
  }
}
