package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.RowValues;
import org.quietus.hold.HoldsChanged;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.HeldBackups;

/** What somebody said of a row in a dump binds to that row as it was, and survives any kill. */
class ReviewedRowTest {
  private static final String DUMP = "nightly/shop.sql.gz";

  /** Shares two traits with Ann. */
  private static final String OTHER =
      "(8,'Ann A','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')";

  private static final String SAME_KEY =
      "(8,'Zoe','zoe@example.org',NULL,NULL,'2019-01-01 00:00:00')";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(Files.createDirectory(directory.resolve("shop")), vault.settings(), Stores::open);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void put(String... customers) throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase().row("orders", "(9,8,3)");
    for (String customer : customers) {
      dump.row("customer", customer);
    }
    vault.put(DUMP, ShopDump.gzip(dump.text()));
  }

  private String dump() throws Exception {
    return ShopDump.gunzip(vault.get(DUMP));
  }

  @Test
  void goesFromADumpOfAnEarlierErasureHoweverOftenTheRunIsKilled() throws Exception {
    shop.annErasedEarlier();
    for (int n = 1; ; n += 7) {
      shop.jdbc().update("DELETE FROM quietus.reviewed_row");
      put(OTHER);
      shop.nextRun();
      shop.screen();
      assertThat(dump()).doesNotContain(Shop.ANN).contains(OTHER);
      shop.say("request-0", true);

      boolean killed = nextRunIsKilledAt(n);

      assertThat(dump()).as("killed at %d", n).doesNotContain(OTHER, "(9,8,3)").contains(Shop.BEN);
      assertThat(shop.reviews().of("request-0")).isEmpty();
      if (!killed) {
        assertThat(n).isGreaterThan(5);
        return;
      }
    }
  }

  @Test
  void keepsTheKeyOfWhomItIsAboutUntilTheNextRunHasReadTheDump() throws Exception {
    shop.annErasedEarlier();
    put(OTHER);
    shop.screen();
    assertThat(shop.unsearched()).isEmpty();

    shop.say("request-0", true);
    assertThat(shop.unsearched()).singleElement().asString().contains("1 object version");
    shop.nextRun();
    shop.screen();

    assertThat(shop.unsearched()).isEmpty();
    assertThat(dump()).doesNotContain(OTHER);
  }

  /** Who is held may be somebody else than the person of the request. */
  @Test
  void staysUnderAHoldThatIsSetOnceTheCleanCopyIsReady() throws Exception {
    put(OTHER);
    shop.erase();
    shop.say("request-1", true);
    shop.nextRun();
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              throw new HoldsChanged();
            }));
    assertThatThrownBy(shop::erase).isInstanceOf(HoldsChanged.class);

    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.hold(person -> person.keys().rows().contains(new RowValues(List.of(8L))));
    shop.erase();
    assertThat(dump()).contains(OTHER, "(9,8,3)");
    assertThat(shop.reviews().of("request-1")).hasSize(1);

    shop.hold(HeldBackups.NONE);
    shop.hold(person -> false);
    shop.nextRun();
    shop.erase();
    assertThat(dump()).doesNotContain(OTHER, "(9,8,3)");
  }

  /** Of a dump that a run was killed at nobody knows up to whom it was searched. */
  @Test
  void othersAreSoughtTooInADumpThatNoRunHasSearchedToItsEnd() throws Exception {
    shop.erasedEarlier(
        "request-00",
        Map.of(
            TokenKind.of(IdentifierType.EMAIL),
            "ben@example.org",
            TokenKind.ROW_KEY,
            new RowValues(List.of(2L)).encode()));
    shop.annErasedEarlier();
    put(OTHER);
    for (int n = 1; shop.reviews().of("request-0").isEmpty(); n++) {
      shop.abandon();
      shop.nextRun();
      shop.killAt(n, false);
      assertThatThrownBy(shop::screen).isInstanceOf(Shop.Killed.class);
    }
    shop.killAt(Integer.MAX_VALUE, false);
    shop.abandon();
    shop.say("request-0", true);
    shop.nextRun();

    shop.screen();

    assertThat(dump()).doesNotContain(Shop.ANN, Shop.BEN, OTHER).contains(Shop.CID);
  }

  private boolean nextRunIsKilledAt(int n) {
    shop.nextRun();
    shop.killAt(n, false);
    boolean killed = false;
    try {
      shop.screen();
    } catch (Shop.Killed e) {
      killed = true;
    }
    shop.killAt(Integer.MAX_VALUE, false);
    shop.screen();
    return killed;
  }

  @Test
  void isAskedForOnceMoreWhereAnotherRowHasItsKey() throws Exception {
    put(OTHER);
    shop.erase();
    shop.say("request-1", true);
    put(OTHER, SAME_KEY);
    shop.nextRun();

    shop.erase();

    assertThat(dump()).contains(OTHER, SAME_KEY, "(9,8,3)");
    assertThat(shop.ledger()).contains("nightly.customer left for review 2");
    assertThat(shop.reviews().of("request-1")).hasSize(2);
  }

  @Test
  void ofAnEarlierErasureIsAskedForOnceMoreWhereAnotherRowHasItsKey() throws Exception {
    shop.annErasedEarlier();
    put(OTHER);
    shop.screen();
    shop.say("request-0", true);
    put(OTHER, SAME_KEY);
    shop.nextRun();

    shop.screen();

    assertThat(dump()).contains(OTHER, SAME_KEY, "(9,8,3)");
    assertThat(shop.reviews().of("request-0")).hasSize(2);
  }

  @Test
  void isNobodysWhoWasErasedEarlierOnceSomebodySaidSo() throws Exception {
    shop.annErasedEarlier();
    put(OTHER);
    shop.screen();
    shop.say("request-0", false);

    shop.nextRun();
    shop.screen();

    assertThat(dump()).contains(OTHER, "(9,8,3)");
    assertThat(shop.ledger()).noneMatch(line -> line.contains("review"));
    assertThat(shop.reviews().of("request-0")).isEmpty();
  }

  @Test
  void whatOneSaidOfOneRowIsNotSaidOfTheOtherThatAgreesAsMuch() throws Exception {
    put(OTHER);
    shop.erase();
    shop.say("request-1", false);
    String another = OTHER.replace("(8,", "(7,");
    put(OTHER, another);
    shop.nextRun();

    shop.erase();

    assertThat(dump()).contains(OTHER, another);
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
  }
}
