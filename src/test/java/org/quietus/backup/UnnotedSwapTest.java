package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.StoreException;

/** A store that goes away when a dump without the person stands there, and nobody knows that. */
class UnnotedSwapTest {
  private static final String COUNTED = "nightly.customer delete 1";

  @TempDir Path directory;
  private final AtomicInteger commits = new AtomicInteger();

  private Path store() {
    return directory.resolve("store");
  }

  private Path away() {
    return directory.resolve("away");
  }

  private void goAway(String call) {
    if (call.equals("committed") && commits.incrementAndGet() == 1) {
      try {
        Files.move(store(), away());
        Files.createFile(store());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new StoreException.Unreachable("it is away");
    }
  }

  /** Before the swap is noted, and when it is but what stands there was not read again. */
  @ParameterizedTest
  @ValueSource(strings = {"committed", "open"})
  void theRowsThatWentAreCountedByTheNextRunIfTheirsIsAbandoned(String killedAt) throws Exception {
    DirectoryVault vault = new DirectoryVault(Files.createDirectory(store()));
    vault.put("nightly/a.sql", ShopDump.ofTheDatabase().text().getBytes(UTF_8));
    Consumer<String> kill =
        call -> {
          commits.addAndGet(call.equals("committed") ? 1 : 0);
          if (call.equals(killedAt) && commits.get() == 1) {
            throw new Shop.Killed();
          }
        };
    try (Shop shop = shop(vault, kill)) {
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        shop.abandon();
      }
      assertThat(shop.ledger()).isEmpty();
      commits.set(2);
      shop.nextRun();
      shop.erase();

      assertThat(shop.ledger()).filteredOn(COUNTED::equals).hasSize(1);
      assertThat(shop.ends()).containsExactly("nightly clean 1", "nightly gone 1");
      assertThat(shop.remembered()).isZero();
    }
  }

  private Shop shop(DirectoryVault vault, Consumer<String> before) throws Exception {
    return new Shop(
        Files.createDirectory(directory.resolve("shop")),
        vault.settings(),
        (settings, clock) -> new DisturbedStore(Stores.open(settings, clock), before));
  }

  @Test
  void theRowsThatWentAreCountedOnceByTheRunThatFindsThemGone() throws Exception {
    DirectoryVault vault = new DirectoryVault(Files.createDirectory(store()));
    vault.put("nightly/a.sql", ShopDump.ofTheDatabase().text().getBytes(UTF_8));
    try (Shop shop = shop(vault, this::goAway)) {
      shop.erase();
      List<String> counted = new ArrayList<>(shop.ledger());
      assertThat(shop.ends()).contains("nightly unreachable 2");
      shop.end();
      Files.delete(store());
      Files.move(away(), store());
      for (int runs = 0; runs < 2; runs++) {
        shop.nextRun();
        shop.erase();
        counted.addAll(shop.ledger());
        shop.end();
      }

      assertThat(new String(vault.get("nightly/a.sql"), UTF_8)).doesNotContain("Ann");
      assertThat(counted).filteredOn(COUNTED::equals).hasSize(1);
      assertThat(shop.ends()).containsExactly("nightly clean 1");
      assertThat(shop.uploads()).isZero();
    }
  }
}
