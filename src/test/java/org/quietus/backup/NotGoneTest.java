package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;

/** A store that gives back the old content when a rewritten backup is read again. */
class NotGoneTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  @TempDir Path directory;
  private final byte[] old = ShopDump.gzip(ShopDump.ofTheDatabase().text());
  private final Set<ObjectVersion> seen = new LinkedHashSet<>();
  private boolean stale = true;
  private boolean back;
  private boolean unfaithful;
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
                opened = unfaithful ? 1 : 0;
              }
              try {
                if (method.getName().equals("versions")) {
                  try (Stream<?> versions = (Stream<?>) method.invoke(store, arguments)) {
                    return seeing(versions.map(ObjectVersion.class::cast).toList());
                  }
                }
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What was listed once is listed for good, if so. */
  private Stream<ObjectVersion> seeing(List<ObjectVersion> now) {
    seen.addAll(now);
    return (back ? Set.copyOf(seen) : now).stream();
  }

  @Test
  void aVersionThatIsListedAgainIsNamedWithItsRows() throws Exception {
    stale = false;
    back = true;
    shop.erase();
    assertThat(shop.ends()).contains("nightly not-gone 1");
    assertThat(shop.reread())
        .contains("request-1 nightly.customer 1 0", "request-1 nightly.orders 2 0");
    assertThat(shop.ledger()).contains("nightly.customer delete 1");
  }

  @Test
  void anObjectThatIsListedAgainIsNamed() throws Exception {
    vault.clear();
    vault.put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    back = true;
    shop.expire();
    assertThat(shop.ends()).contains("logs not-gone 1");
    assertThat(shop.overdue()).containsExactly("logs.(objects) 1 0");
  }

  @Test
  void whatIsNotAsItWasWrittenIsNamedAndWhatHasGoneIsCounted() {
    unfaithful = true;
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly not-faithful 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("what it held is lost"));
    assertThat(shop.ledger()).contains("nightly.customer delete 1", "nightly.orders delete 2");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial());
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
