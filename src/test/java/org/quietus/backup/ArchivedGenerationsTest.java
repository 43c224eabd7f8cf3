package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectStoreSettings;

/** Dumps that are in an archive, which tell nothing themselves. */
class ArchivedGenerationsTest {
  @TempDir Path directory;
  private DirectoryVault vault;
  private Shop shop;
  private Predicate<String> archived = key -> true;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), this::opened);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    ObjectStore store = Stores.open(settings, clock);
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              boolean isArchived =
                  arguments != null
                      && arguments[0] instanceof Pin pin
                      && archived.test(pin.key().value());
              if (isArchived && List.of("open", "part").contains(method.getName())) {
                throw new StoreException.Archived("it has to be restored");
              }
              try {
                Object answer = method.invoke(store, arguments);
                return isArchived && answer instanceof ObjectDetails details
                    ? inArchive(details)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static ObjectDetails inArchive(ObjectDetails of) {
    return new ObjectDetails(
        of.pin(),
        of.size(),
        of.lastModified(),
        of.metadata(),
        Optional.of("GLACIER"),
        true,
        of.lock(),
        of.linkedElsewhere(),
        of.names());
  }

  private void put(String database, int last) throws Exception {
    String says = "-- Host: localhost    Database: " + database + "\n";
    String dump = ShopDump.ofTheDatabase().text().replaceFirst("\n", "\n" + says);
    for (int n = 1; n <= 3; n++) {
      String key = "twice/%s-%d.sql".formatted(database, n);
      vault.put(key, dump.getBytes(UTF_8));
      Files.setLastModifiedTime(
          directory.resolve("store").resolve(key),
          FileTime.from(Shop.ERASED.minus(Duration.ofDays(last + 3L - n))));
    }
  }

  @Test
  void theNewestOfEachThatIsCalledAlikeStay() throws Exception {
    put("shop", 200);
    put("rental", 100);

    shop.expire();

    assertThat(vault.keys())
        .containsExactly(
            "twice/rental-2.sql", "twice/rental-3.sql", "twice/shop-2.sql", "twice/shop-3.sql");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("newest backup of a database that cannot be read from it"));
  }

  @Test
  void thoseOfOneAreNoneOfAnotherOnceSomeAreRestored() throws Exception {
    put("shop", 200);
    put("rental", 100);
    archived = key -> !key.equals("twice/shop-3.sql") && !key.equals("twice/rental-3.sql");

    shop.expire();

    assertThat(vault.keys())
        .containsExactly(
            "twice/rental-2.sql", "twice/rental-3.sql", "twice/shop-2.sql", "twice/shop-3.sql");
  }

  @Test
  void noFileOfABackupIsRewrittenBeforeTheLastOfItsFilesIsRestored() throws Exception {
    String customers = "nightly/sunday/customer.sql";
    String orders = "nightly/sunday/orders.sql";
    ShopDump all = ShopDump.ofTheDatabase();
    vault.put(customers, all.text(List.of("customer")).getBytes(UTF_8));
    vault.put(orders, all.text(List.of("orders")).getBytes(UTF_8));
    archived = orders::equals;

    shop.erase();

    assertThat(shop.ends()).containsExactly("nightly archived 1", "nightly incomplete 1");
    assertThat(shop.ledger()).isEmpty();
    assertThat(new String(vault.get(customers), UTF_8)).contains("Ann");

    archived = key -> false;
    shop.nextRun();
    shop.erase();

    assertThat(shop.ends()).containsExactly("nightly verified 2");
    assertThat(shop.ledger())
        .containsExactly("nightly.customer delete 1", "nightly.orders delete 2");
    assertThat(new String(vault.get(customers), UTF_8)).doesNotContain("Ann").contains("Ben");
  }
}
