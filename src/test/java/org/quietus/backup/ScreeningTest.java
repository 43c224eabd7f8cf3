package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.RowValues;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectStore;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;

/** Backups that turn up after Ann was erased, in runs that know her by tokens alone. */
class ScreeningTest {
  private static final String DUMP = "nightly/shop.sql.gz";
  private static final String CLEAN = "nightly clean 1";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;
  private Predicate<String> locked = key -> false;
  private Predicate<String> archived = key -> false;
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) ->
                lockable(new DisturbedStore(Stores.open(settings, clock), calls::add)));
    shop.annErasedEarlier();
  }

  /** A store whose objects can be under a legal hold, or in an archive. */
  private ObjectStore lockable(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(store, arguments);
                return result instanceof ObjectDetails found ? kept(found) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private ObjectDetails kept(ObjectDetails found) {
    String key = found.pin().key().value();
    return new ObjectDetails(
        found.pin(),
        found.size(),
        found.lastModified(),
        found.metadata(),
        found.storageClass(),
        archived.test(key),
        new Lock(Optional.empty(), Optional.empty(), locked.test(key)),
        false,
        Set.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  private void dump(String key, ShopDump dump) throws Exception {
    vault.put(key, ShopDump.gzip(dump.text()));
  }

  private void assertIs(String key, ShopDump expected) throws Exception {
    assertThat(ShopDump.gunzip(vault.get(key))).isEqualTo(expected.text());
  }

  private void screen() {
    calls.clear();
    shop.nextRun();
    shop.screen();
  }

  private long reads() {
    return calls.stream().filter("open"::equals).count();
  }

  /** One address is one trait, under however many keys tokens were made of it. */
  @Test
  void whoSharesOneTraitIsLeftForReviewAlsoWhereItWasWrittenDownUnderTwoEpochs() throws Exception {
    Map<TokenKind, String> address = Map.of(TokenKind.of(IdentifierType.EMAIL), "zoe@example.org");
    shop.erasedEarlier("request-7", address);
    shop.rotate();
    shop.erasedEarlier("request-7", address);
    String other = "(8,'Al','zoe@example.org','+49 1555 8',NULL,'2019-01-01 00:00:00')";
    ShopDump dump = ShopDump.ofTheDatabase().withoutAnn().row("customer", other);
    dump(DUMP, dump);
    screen();
    assertIs(DUMP, dump);
    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
  }

  /** The person's own row, by which it is known that another is not theirs for certain, goes. */
  @Test
  void whoSharesTwoTraitsIsLeftForReviewAlsoWhenThePersonsOwnRowIsGone() throws Exception {
    String other = "(8,'Ann A','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')";
    dump(DUMP, ShopDump.ofTheDatabase().row("customer", other));
    screen();
    assertIs(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("customer", other));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
  }

  @Test
  void takesThePersonOutAndLeavesEverythingElse() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(ShopDump.lines(ShopDump.gunzip(vault.get(DUMP))))
        .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(shop.ledger())
        .contains("nightly.customer delete 1", "nightly.order_item delete 2")
        .hasSize(8);
  }

  @Test
  void takesNobodyForWhomTheirKeyBelongedToInTheOtherDumpOfTheFile() throws Exception {
    for (String created : List.of("2019-01-01 00:00:00", "2099-01-01 00:00:00")) {
      String dump = ShopDump.ofTheDatabase().text();
      String both =
          dump + dump.replace(Shop.ANN, "(1,'Nel','nel@example.org',NULL,1,'" + created + "')");
      vault.put(DUMP, ShopDump.gzip(both));
      screen();
      assertThat(ShopDump.gunzip(vault.get(DUMP))).isEqualTo(both);
      assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
      assertThat(shop.notes()).anyMatch(note -> note.contains("two persons have the same key"));
    }
  }

  /** A store that takes an object in parts needs to know how large they have to be. */
  @Test
  void tellsTheStoreHowMuchMayBeWritten() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    long size = vault.get(DUMP).length;
    screen();
    assertThat(calls).contains("begin " + size);
  }

  @Test
  void readsEachVersionOnce() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(reads()).isPositive();
    screen();
    assertThat(reads()).isZero();
    assertThat(shop.ends()).containsExactly("nightly screened 1");
    dump("nightly/tuesday.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    screen();
    assertThat(reads()).isPositive();
    assertThat(shop.ends()).containsExactly(CLEAN, "nightly screened 1");
    screen();
    assertThat(reads()).isZero();
  }

  @Test
  void readsAgainWhatWasPutBack() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
    assertThat(shop.jdbc().queryForList("SELECT * FROM quietus.screened")).hasSize(1);
    vault.delete(DUMP);
    screen();
    assertThat(shop.jdbc().queryForList("SELECT * FROM quietus.screened")).isEmpty();
  }

  @Test
  void leavesWhoRegisteredAgainWithTheSameAddress() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row(
                "customer",
                "(1,'Ann Ado','ann@example.org','+49 1555 1',NULL,'2026-03-02 08:00:00')")
            .row("chat_message", "(7,1,'I am back')");
    dump(DUMP, dump);
    screen();
    assertIs(DUMP, dump);
    assertThat(shop.ends()).containsExactly(CLEAN);
    assertThat(shop.ledger()).isEmpty();
  }

  @Test
  void namesOnceARowThatAgreesInOneTraitAlone() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row("customer", "(9,'Zoe','ann@example.org','+49 1555 9',NULL,'2019-01-01 00:00:00')");
    dump(DUMP, dump);
    screen();
    assertIs(DUMP, dump);
    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("request-0"));
    assertThat(shop.notes()).noneMatch(note -> note.contains("ann@"));
    screen();
    assertThat(shop.ledger()).isEmpty();
  }

  @Test
  void aRowThatDoesNotTellItsAgeHasToHaveTheSameKey() throws Exception {
    String undated = "(%d,'Ann Ado','ann@example.org','+49 1555 1',NULL,NULL)";
    ShopDump another = ShopDump.ofTheDatabase().withoutAnn().row("customer", undated.formatted(9));
    dump("nightly/a.sql.gz", another);
    dump(
        "nightly/b.sql.gz",
        ShopDump.ofTheDatabase().withoutAnn().row("customer", undated.formatted(1)));
    screen();
    assertIs("nightly/a.sql.gz", another);
    assertIs("nightly/b.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void leavesWhoseRequestWasWithdrawnAfterItWasTakenUp() throws Exception {
    shop.carriedOut(false);
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertIs(DUMP, ShopDump.ofTheDatabase());
    assertThat(shop.ends()).containsExactly(CLEAN);
  }

  @Test
  void searchesAgainForWhomItPassedOverOnceTheirRequestIsCarriedOut() throws Exception {
    shop.carriedOut(false);
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    screen();
    assertThat(reads()).isZero();
    shop.carriedOut(true);
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    screen();
    assertThat(reads()).isZero();
    assertThat(shop.jdbc().queryForList("SELECT * FROM quietus.screened_without")).isEmpty();
  }

  @Test
  void searchesForPersonsOfTheRunAndOfEarlierOnesAtOnce() throws Exception {
    shop.erasedEarlier(
        "request-2",
        Map.of(
            TokenKind.of(IdentifierType.EMAIL),
            "ben@example.org",
            TokenKind.ROW_KEY,
            new RowValues(List.of(2L)).encode()));
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.nextRun();
    shop.erase();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann", "Ben").contains("Cid");
    assertThat(shop.ledger())
        .contains("nightly.customer delete 1", "nightly.chat_message delete 1");
    screen();
    assertThat(reads()).isZero();
  }

  @Test
  void aNewVersionIsSearchedForEverybodyBesideOneThatIsSearchedForTheLastAlone() throws Exception {
    List<String> searched = List.of("nightly/a.sql.gz", "nightly/c.sql.gz");
    for (String key : searched) {
      dump(key, ShopDump.ofTheDatabase().withoutAnn());
    }
    screen();
    shop.erasedEarlier(
        "request-2",
        Map.of(
            TokenKind.of(IdentifierType.EMAIL),
            "ben@example.org",
            TokenKind.ROW_KEY,
            new RowValues(List.of(2L)).encode()));
    dump("nightly/b.sql.gz", ShopDump.ofTheDatabase());
    screen();
    assertThat(ShopDump.gunzip(vault.get("nightly/b.sql.gz"))).doesNotContain("Ann", "Ben");
    for (String key : searched) {
      assertThat(ShopDump.gunzip(vault.get(key))).doesNotContain("Ben").contains("Cid");
    }
  }

  @Test
  void whatCouldNotBeSearchedIsSearchedWhenItCan() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    screen();
    vault.put(DUMP, Arrays.copyOf(good, good.length / 2));
    screen();
    assertThat(shop.ends()).containsExactly("nightly damaged 1");
    screen();
    assertThat(shop.ends()).containsExactly("nightly damaged 1");
    vault.put(DUMP, good);
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
  }

  @Test
  void aLockedVersionIsSearchedWhenItsLockHasEnded() throws Exception {
    locked = key -> true;
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(shop.ends()).containsExactly("nightly locked 1");
    assertThat(reads()).isZero();
    locked = key -> false;
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
  }

  @Test
  void aLockedFileOfAFolderIsSearchedByTheRowsOfTheOthersWhenItsLockHasEnded() throws Exception {
    folder();
    locked = key -> key.contains("order_item");
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly locked 3", "nightly verified 3");
    assertThat(shop.notes()).anyMatch(note -> note.contains("whose rows are found by it"));
    locked = key -> false;
    shop.jdbc().update("UPDATE quietus.suppression SET request_id = 'request-2'");
    screen();
    assertFolderIsWithoutAnn();
  }

  @Test
  void aFolderWaitsForAFileThatLiesInAnArchive() throws Exception {
    for (String table : List.of("address", "chat_message", "orders")) {
      folder();
      archived = key -> key.contains(table);
      screen();
      assertThat(shop.ends()).containsExactly("nightly archived 1", "nightly incomplete 5");
      assertThat(shop.notes()).anyMatch(note -> note.contains("waits for object"));
      archived = key -> false;
      screen();
      assertFolderIsWithoutAnn();
    }
  }

  private void folder() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      vault.put("nightly/sunday/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
  }

  private void assertFolderIsWithoutAnn() throws Exception {
    ShopDump expected = ShopDump.ofTheDatabase().withoutAnn();
    for (String table : expected.tables()) {
      String text = ShopDump.gunzip(vault.get("nightly/sunday/" + table + ".sql.gz"));
      assertThat(ShopDump.lines(text)).isEqualTo(ShopDump.lines(expected.text(List.of(table))));
    }
  }

  @Test
  void aVersionThatWasLockedWhenSomebodyWasErasedIsSearchedAnew() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    screen();
    shop.erasedEarlier("request-1", Map.of(TokenKind.of(IdentifierType.EMAIL), "ben@example.org"));
    locked = key -> true;
    shop.nextRun();
    shop.erase(); // request-1 is the run's own
    locked = key -> false;
    screen();
    assertThat(reads()).isPositive();
  }

  @Test
  void recognisesPersonsOfEarlierKeyEpochs() throws Exception {
    shop.rotate();
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
  }

  @Test
  void aMissingKeyLeavesTheBackupsUnsearchedAndSaysSo() throws Exception {
    shop.rotate();
    Path key = directory.resolve("shop/tokens-1.key");
    Path away = directory.resolve("away");
    Files.move(key, away);
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(shop.ends()).containsExactly("nightly no-key 1");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial());
    assertThat(shop.notes()).anyMatch(note -> note.contains("key epoch 1"));
    Files.move(away, key);
    screen();
    assertThat(shop.ends()).containsExactly("nightly verified 1");
  }

  @Test
  void saysThatADestroyedEpochIsNotSearchedFor() throws Exception {
    shop.rotate();
    destroyFirstEpoch();
    shop.erasedEarlier(
        "request-2", Map.of(TokenKind.of(IdentifierType.EMAIL), "nobody@example.org"));
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    assertThat(shop.ends()).containsExactly(CLEAN);
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("key epoch 1, whose key was destroyed"));
  }

  private void destroyFirstEpoch() throws IOException {
    shop.tokens().destroy(1);
    shop.jdbc().update("DELETE FROM quietus.suppression WHERE epoch = 1");
    shop.jdbc()
        .update(
            "INSERT INTO quietus.key_epoch (job, epoch, begun_at, destroyed_at) VALUES ('shop', 1,"
                + " '2026-01-01 00:00:00', '2026-02-01 00:00:00')");
  }

  @Test
  void leavesWhoIsHeldAndSearchesAgainAfterwards() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.hold(sought -> sought.traits().columns().containsValue("ann@example.org"));
    screen();
    assertIs(DUMP, ShopDump.ofTheDatabase());
    assertThat(shop.notes()).anyMatch(note -> note.contains("request-0, who is held"));
    shop.hold(sought -> false);
    screen();
    assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
  }

  @Test
  void goesOnAfterAKillBetweenAnyTwoSteps() throws Exception {
    for (boolean before : new boolean[] {true, false}) {
      for (int n = before ? 1 : 3; ; n += 4) {
        vault.clear();
        ShopDump dump = ShopDump.ofTheDatabase();
        for (String table : dump.tables()) {
          vault.put("nightly/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
        }
        shop.nextRun();
        shop.killAt(n, before);
        boolean killed = false;
        try {
          shop.screen();
        } catch (Shop.Killed e) {
          killed = true;
        }
        shop.killAt(Integer.MAX_VALUE, before);
        shop.screen();
        String when = "killed " + (before ? "before" : "after") + " transaction " + n;
        ShopDump expected = ShopDump.ofTheDatabase().withoutAnn();
        for (String table : dump.tables()) {
          assertThat(ShopDump.lines(ShopDump.gunzip(vault.get("nightly/" + table + ".sql.gz"))))
              .as(when)
              .isEqualTo(ShopDump.lines(expected.text(List.of(table))));
        }
        assertThat(shop.ends()).as(when).containsExactly("nightly verified 6");
        assertThat(shop.ledger()).as(when).contains("nightly.customer delete 1").hasSize(8);
        if (!killed) {
          assertThat(n).isGreaterThan(10);
          break;
        }
      }
    }
  }

  @Test
  void aTableThatIsPutBackAloneIsSearchedWithTheRestOfItsBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      vault.put("nightly/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    screen();
    vault.put("nightly/customer.sql.gz", ShopDump.gzip(dump.text(List.of("customer"))));
    screen();
    assertThat(ShopDump.gunzip(vault.get("nightly/customer.sql.gz"))).doesNotContain("Ann");
    assertThat(shop.ends()).containsExactly("nightly clean 5", "nightly verified 1");
  }

  @Test
  void expiresAsBeforeWhileNothingIsNew() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    screen();
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    screen();
    assertThat(vault.keys()).isEmpty();
    assertThat(reads()).isZero();
  }
}
