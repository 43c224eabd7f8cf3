package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.hold.HoldsChanged;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.HeldBackups;

/** What becomes of backups when Ann is erased, wherever they lie. */
abstract class BackupContract {
  static final String DUMP = "nightly/shop.sql.gz";

  /** S3Proxy breaks the connection after each refusal of an upload. */
  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(8, Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofMinutes(2));

  @TempDir Path directory;
  private final ProbedOnce stores = new ProbedOnce();
  private Vault vault;
  private Shop shop;

  /** Makes an empty place for backups. */
  abstract Vault newVault(Path parent) throws Exception;

  /** How many uploads with something in them were begun, and neither finished nor given up. */
  long uploads() {
    return shop.uploads();
  }

  /** Every how many steps a kill is tried. */
  int killsEvery() {
    return 1;
  }

  /** How the product opens the store that the job file names, but for its patience. */
  ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return Stores.open(settings, clock, IMPATIENT);
  }

  /** Whether the runs of a test share what the first of them found out of the store. */
  boolean probesOnce(ObjectStoreSettings settings) {
    return !settings.isDirectory();
  }

  @BeforeEach
  void open() throws Exception {
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")),
            vault.settings(),
            (settings, clock) ->
                probesOnce(settings)
                    ? stores.at(clock, () -> opened(settings, clock))
                    : opened(settings, clock));
  }

  @AfterEach
  void close() {
    shop.close();
    stores.close();
    vault.close();
  }

  final Shop shop() {
    return shop;
  }

  final void put(String key, byte[] content) throws Exception {
    vault.put(key, content);
  }

  private byte[] get(String key) throws Exception {
    return vault.get(key);
  }

  /** Takes everything out of the store. */
  final void clear() throws Exception {
    vault.clear();
  }

  private List<String> keys() throws Exception {
    return vault.keys();
  }

  final void dump(String key, ShopDump dump) throws Exception {
    put(key, ShopDump.gzip(dump.text()));
  }

  private void assertOutOf(String key, ShopDump expected) throws Exception {
    assertThat(ShopDump.lines(ShopDump.gunzip(get(key))))
        .isEqualTo(ShopDump.lines(expected.text()));
  }

  @Test
  void takesThePersonOutAndLeavesEverythingElse() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    assertThat(shop.ends()).containsExactly("nightly verified 1");
    assertThat(shop.ledger())
        .containsExactly(
            "nightly.address delete 1",
            "nightly.chat_message delete 1",
            "nightly.customer delete 1",
            "nightly.invoice delete 1",
            "nightly.invoice keep 1",
            "nightly.invoice unlink 1",
            "nightly.order_item delete 2",
            "nightly.orders delete 2");
    assertThat(shop.journalText()).doesNotContain("nightly/");
  }

  @Test
  void findsNothingMoreInTheNextRun() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.erase();
    byte[] after = get(DUMP);
    shop.nextRun();
    shop.erase();
    assertThat(get(DUMP)).isEqualTo(after);
    assertThat(shop.ends()).containsExactly("nightly clean 1");
  }

  @Test
  void leavesARowThatAgreesInOneTraitAloneForReview() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .replacing(
                "customer",
                Shop.ANN,
                "(1,'Zoe Zu','zoe@example.org','+49 1555 9',1,'2019-01-01 00:00:00')");
    dump(DUMP, dump);
    shop.erase();
    assertOutOf(DUMP, dump);
    assertThat(shop.ledger()).containsExactly("nightly.customer left for review 1");
  }

  @Test
  void keepsAnAddressThatOthersPointAt() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase().replacing("orders", "(2,2,2)", "(2,2,1)");
    dump(DUMP, dump);
    shop.erase();
    assertOutOf(
        DUMP,
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .replacing("orders", "(2,2,2)", "(2,2,1)")
            .before("address", "(2,'2 Ben Road')", "(1,'1 Ann Lane')"));
    assertThat(shop.ledger()).contains("nightly.address share 1");
  }

  @Test
  void recognisesThePersonUnderAnotherKeyWhereTheirOwnRowIsNotThere() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row(
                "customer",
                "(9,'Ann A.','ANN@example.org','0049 1555-1',NULL,'2019-01-01 00:00:00')")
            .row("chat_message", "(9,9,'Ann again')");
    dump(DUMP, dump);
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void leavesWhoSharesTwoTraitsWithAPersonWhoIsThereForReviewInEveryRun() throws Exception {
    String partner = "(9,'Al Ado','ANN@example.org','0049 1555-1',NULL,'2019-01-01 00:00:00')";
    dump(DUMP, ShopDump.ofTheDatabase().row("customer", partner));
    shop.annErasedEarlier();
    shop.jdbc().update("UPDATE quietus.suppression SET request_id = 'request-1'");
    for (int run = 0; run < 2; run++) {
      shop.erase();
      assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("customer", partner));
      assertThat(shop.ledger()).contains("nightly.customer left for review 1");
      shop.nextRun();
    }
  }

  @Test
  void leavesWhoWasCreatedAfterTheErasure() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .withoutAnn()
            .row(
                "customer",
                "(1,'Ann Ado','ann@example.org','+49 1555 1',NULL,'2026-03-02 08:00:00')")
            .row("chat_message", "(7,1,'I am back')");
    dump(DUMP, dump);
    shop.erase();
    assertOutOf(DUMP, dump);
    assertThat(shop.ends()).containsExactly("nightly clean 1");
  }

  @Test
  void findsWhatHangsOnAKeyWhoseRowIsGone() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("chat_message", "(7,1,'Ann was here')"));
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void leavesWhatIsNoGoodDumpAsItIs() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    Map<String, byte[]> bad =
        Map.of(
            "nightly/a/cut.sql.gz",
            Arrays.copyOf(good, good.length / 2),
            "nightly/b/picture.sql.gz",
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
            "nightly/c/empty.sql.gz",
            new byte[0],
            "nightly/d/cut-in-a-string.sql.gz",
            ShopDump.gzip(
                ShopDump.ofTheDatabase()
                    .text()
                    .substring(0, ShopDump.ofTheDatabase().text().indexOf("Ben Road"))));
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      put(each.getKey(), each.getValue());
    }
    shop.erase();
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      assertThat(get(each.getKey())).isEqualTo(each.getValue());
    }
    assertThat(shop.ends()).containsExactly("nightly damaged 2", "nightly not-a-dump 2");
    assertThat(shop.backupEnds()).allMatch(end -> end.partial() && end.isResidual());
    assertThat(shop.ledger()).isEmpty();
  }

  @Test
  void namesASchemaThatIsNotTodaysAndTouchesNothing() throws Exception {
    ShopDump noPhone =
        ShopDump.ofTheDatabase()
            .table(
                "customer",
                "`id` bigint(20), `full_name` varchar(100), `email` varchar(200), `mobile`"
                    + " varchar(40), `address_id` bigint(20), `created_at` datetime(6)");
    ShopDump renamed =
        ShopDump.ofTheDatabase().table("messages", "`id` bigint(20), `who` bigint(20)");
    dump("nightly/a/no-phone.sql.gz", noPhone);
    dump("nightly/b/renamed.sql.gz", renamed);
    put(
        "nightly/c/no-customer.sql.gz",
        ShopDump.gzip(ShopDump.ofTheDatabase().text(List.of("address", "orders"))));
    shop.erase();
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 3");
    assertOutOf("nightly/a/no-phone.sql.gz", noPhone);
    assertOutOf("nightly/b/renamed.sql.gz", renamed);
    assertThat(shop.notes()).anyMatch(note -> note.contains("has no column 'phone'"));
  }

  @Test
  void namesATableThatLeadsFromOneToTheNextAndIsNotThere() throws Exception {
    String text =
        ShopDump.ofTheDatabase()
            .text(List.of("address", "chat_message", "customer", "invoice", "order_item"));
    put(DUMP, ShopDump.gzip(text));
    shop.erase();
    assertThat(ShopDump.gunzip(get(DUMP))).isEqualTo(text);
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'order_item', but not 'orders'"));
  }

  @Test
  void namesAColumnThatAnInsertLeavesOutAlthoughRowsAreFoundByIt() throws Exception {
    String text =
        ShopDump.ofTheDatabase()
            .text()
            .replace(
                "INSERT INTO `orders` VALUES (1,1,1)", "INSERT INTO `orders` (`id`) VALUES (1)");
    put(DUMP, ShopDump.gzip(text));
    shop.erase();
    assertThat(ShopDump.gunzip(get(DUMP))).isEqualTo(text);
    assertThat(shop.ends()).containsExactly("nightly unmatched-schema 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("'orders' leaves out column"));
  }

  @Test
  void aValueThatCannotBeReadStopsItsRowAlone() throws Exception {
    ShopDump dump =
        ShopDump.ofTheDatabase()
            .replacing("customer", Shop.ANN, Shop.ANN.replace("2020-01-01", "2020-13-01"))
            .row("invoice", "(8,2,'0000-00-00')")
            .row("invoice", "(9,2,'2011-00-05')");
    dump(DUMP, dump);
    shop.eraseBoth();
    assertThat(ShopDump.gunzip(get(DUMP)))
        .contains("Ann Ado", "(8,NULL,'0000-00-00')", "(9,NULL,'2011-00-05')")
        .doesNotContain("Ben Bo", "(3,2,'2011-05-05')");
    assertThat(shop.ledger()).contains("nightly.customer left for review 1");
  }

  @Test
  void takesAFolderOfOneFileATableAsOneBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      put("nightly/sunday/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    byte[] routines = ShopDump.gzip(dump.text(List.of()));
    put("nightly/sunday/0-routines.sql.gz", routines);
    shop.erase();
    assertThat(get("nightly/sunday/0-routines.sql.gz")).isEqualTo(routines);
    ShopDump expected = ShopDump.ofTheDatabase().withoutAnn();
    for (String table : dump.tables()) {
      assertThat(ShopDump.lines(ShopDump.gunzip(get("nightly/sunday/" + table + ".sql.gz"))))
          .isEqualTo(ShopDump.lines(expected.text(List.of(table))));
    }
    assertThat(shop.ends()).containsExactly("nightly clean 1", "nightly verified 6");
  }

  @Test
  void swapsNoneOfAFolderIfOneOfItsFilesIsDamaged() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String damaged : List.of("orders", "address")) {
      for (String table : dump.tables()) {
        byte[] content = ShopDump.gzip(dump.text(List.of(table)));
        put(
            "nightly/sunday/" + table + ".sql.gz",
            table.equals(damaged) ? Arrays.copyOf(content, content.length - 9) : content);
      }
      shop.erase();
      assertThat(ShopDump.gunzip(get("nightly/sunday/customer.sql.gz"))).contains("Ann");
      assertThat(shop.ends()).containsExactly("nightly damaged 1", "nightly incomplete 5");
      clear();
      shop.nextRun();
    }
  }

  @Test
  void goesOnAfterAKillBetweenAnyTwoSteps() throws Exception {
    for (boolean before : new boolean[] {true, false}) {
      for (int n = 1; ; n += killsEvery()) {
        clear();
        dump(DUMP, ShopDump.ofTheDatabase());
        shop.nextRun();
        shop.killAt(n, before);
        boolean killed = false;
        try {
          shop.erase();
        } catch (Shop.Killed e) {
          killed = true;
        }
        shop.killAt(Integer.MAX_VALUE, before);
        shop.erase();
        String when = "killed " + (before ? "before" : "after") + " transaction " + n;
        assertThat(ShopDump.lines(ShopDump.gunzip(get(DUMP))))
            .as(when)
            .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text()));
        assertThat(shop.ends()).as(when).contains("nightly verified 1");
        assertThat(shop.backupEnds()).as(when).noneMatch(end -> end.partial());
        assertThat(shop.ledger()).as(when).contains("nightly.customer delete 1").hasSize(8);
        assertThat(keys()).as(when).containsExactly(DUMP);
        if (!killed) {
          assertThat(n).isGreaterThan(10);
          break;
        }
      }
    }
  }

  @Test
  void leavesNothingThatAnAbandonedRunHadBegunToWrite() throws Exception {
    List<String> left = new ArrayList<>();
    for (int n = 9; n <= 20; n += Math.min(3, killsEvery())) {
      clear();
      dump(DUMP, ShopDump.ofTheDatabase());
      shop.nextRun();
      shop.killAt(n, false);
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        shop.abandon();
      }
      shop.killAt(Integer.MAX_VALUE, false);
      shop.nextRun();
      shop.erase();
      left.add(n + ": " + uploads() + " uploads, " + shop.remembered() + " remembered");
    }
    assertThat(left)
        .hasSizeGreaterThan(3)
        .allMatch(one -> one.endsWith(": 0 uploads, 0 remembered"));
  }

  @Test
  void countsWhatWentBeforeAKillAlsoIfAHoldCameBetween() throws Exception {
    boolean killed = true;
    for (int n = 1; killed; n += killsEvery()) {
      clear();
      dump(DUMP, ShopDump.ofTheDatabase());
      shop.nextRun();
      shop.hold(new HeldBackups(false, false, Runnable::run));
      shop.killAt(n, true);
      killed = false;
      try {
        shop.erase();
      } catch (Shop.Killed e) {
        killed = true;
      }
      shop.killAt(Integer.MAX_VALUE, true);
      shop.hold(new HeldBackups(true, true, Runnable::run));
      shop.erase();
      boolean gone = true;
      for (byte[] content : vault.contents()) {
        gone &= !ShopDump.gunzip(content).contains("ann@example.org");
      }
      assertThat(shop.ledger().contains("nightly.customer delete 1"))
          .as("counted, killed at " + n)
          .isEqualTo(gone);
    }
  }

  @Test
  void removesWholeObjectsWhenTheirPeriodHasPassed() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop.expire();
    assertThat(shop.ends()).containsExactly("logs unexpired 1", "nightly unexpired 1");
    shop.nextRun();
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    shop.expire();
    assertThat(keys()).containsExactly(DUMP);
    assertThat(shop.ledger()).containsExactly("logs.(objects) delete 1");
    shop.nextRun();
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void keepsTheNewestBackupWhateverItsAge() throws Exception {
    put("weekly/1", "first".getBytes(UTF_8));
    put("weekly/2", "second".getBytes(UTF_8));
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    shop.expire();
    assertThat(keys()).containsExactly("weekly/2");
    assertThat(shop.ends()).containsExactly("weekly expired 1", "weekly unexpired 1");
    assertThat(shop.notes()).anyMatch(note -> note.contains("keep-generations: 1"));
    shop.nextRun();
    shop.expire();
    assertThat(keys()).containsExactly("weekly/2");
  }

  @Test
  void keepsTheNewestBackupThatHoldsAnything() throws Exception {
    put("weekly/1", "first".getBytes(UTF_8));
    put("weekly/2", new byte[0]);
    put("weekly/3.gz", ShopDump.gzip(""));
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    shop.expire();
    assertThat(keys()).containsExactly("weekly/1");
    assertThat(shop.ends()).containsExactly("weekly expired 2", "weekly unexpired 1");
  }

  @Test
  void keepsTheNewestBackupThatIsWhole() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    put("monthly/1.sql.gz", good);
    put("monthly/2.sql.gz", good);
    put("monthly/3.sql.gz", Arrays.copyOf(good, good.length / 2));
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.expire();
    assertThat(keys()).containsExactly("monthly/2.sql.gz");
    assertThat(shop.notes()).anyMatch(note -> note.contains("takes the place of no older one"));
  }

  @Test
  void keepsTheNewestBackupThatShowsThatItIsWhole() throws Exception {
    String compact = ShopDump.ofTheDatabase().compact();
    put("monthly/1.sql.gz", ShopDump.gzip(compact + "-- Dump completed\n"));
    put("monthly/2.sql.gz", ShopDump.gzip(compact));
    put("monthly/3.sql.gz", ShopDump.gzip(compact + "-- Dump completed\n" + compact));
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.expire();
    assertThat(keys()).containsExactly("monthly/1.sql.gz");
    assertThat(shop.notes())
        .filteredOn(note -> note.contains("nothing in it shows that it is whole"))
        .hasSize(2);
  }

  @Test
  void keepsEveryFileOfTheNewestBackup() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String day : List.of("saturday", "sunday")) {
      for (String table : dump.tables()) {
        put("monthly/" + day + "/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
      }
    }
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.expire();
    assertThat(keys()).hasSize(6).allMatch(key -> key.startsWith("monthly/sunday/"));
  }

  @Test
  void keepsEveryFileOfTheNewestDateWhereAllLieInOneFolder() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String name : List.of("2026-01-01-%s.sql.gz", "%s-20260102.sql.gz")) {
      for (String table : dump.tables()) {
        put("monthly/" + name.formatted(table), ShopDump.gzip(dump.text(List.of(table))));
      }
    }
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.expire();
    assertThat(keys()).hasSize(6).allMatch(key -> key.endsWith("-20260102.sql.gz"));
  }

  @Test
  void removesAndCountsThemOnceAfterAKillBetweenAnyTwoSteps() throws Exception {
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    for (boolean before : new boolean[] {true, false}) {
      boolean killed = true;
      for (int n = 1; killed; n += Math.min(8, killsEvery())) {
        killed = false;
        put("logs/binlog." + n, "opaque".getBytes(UTF_8));
        shop.nextRun();
        shop.killAt(n, before);
        try {
          shop.expire();
        } catch (Shop.Killed e) {
          killed = true;
        }
        shop.killAt(Integer.MAX_VALUE, before);
        shop.expire();
        String when = "killed " + (before ? "before" : "after") + " transaction " + n;
        assertThat(keys()).as(when).isEmpty();
        assertThat(shop.ends()).as(when).containsExactly("logs expired 1");
        assertThat(shop.ledger()).as(when).containsExactly("logs.(objects) delete 1");
        assertThat(killed || n > 3).as(when).isTrue();
      }
    }
  }

  @Test
  void declaresWhatItCannotLookIntoWithTheDayOfItsEnd() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop.erase();
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    assertThat(shop.backupEnds())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.isResidual()).isTrue();
              assertThat(end.partial()).isFalse();
              assertThat(end.latestExpiry().orElseThrow())
                  .isBetween(today.plusDays(7), today.plusDays(9));
            });
  }

  @Test
  void leavesDumpsAloneWhileRowsAreHeldByACondition() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.hold(new HeldBackups(true, true, Runnable::run));
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase());
    assertThat(shop.backupEnds())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.held()).isTrue();
              assertThat(end.partial()).isFalse();
              assertThat(end.isResidual()).isTrue();
              assertThat(end.protection()).contains("held");
            });
    shop.hold(HeldBackups.NONE);
    shop.nextRun();
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }

  @Test
  void keepsWholeObjectsPastTheirPeriodWhileAnythingIsHeld() throws Exception {
    put("logs/binlog.1", "opaque".getBytes(UTF_8));
    shop.at(Instant.now().plus(Duration.ofDays(10)));
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.expire();
    assertThat(keys()).containsExactly("logs/binlog.1");
    assertThat(shop.ends()).containsExactly("logs held 1");
    shop.hold(HeldBackups.NONE);
    shop.nextRun();
    shop.expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void takesPersonsOutOfAnOldDumpThatOnlyAHoldOnSomebodyElseKeeps() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.at(Instant.now().plus(Duration.ofDays(100)));
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.erase();
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    assertThat(shop.backupEnds())
        .allSatisfy(
            end -> {
              assertThat(end.held()).isFalse();
              assertThat(end.partial()).isFalse();
            });
    shop.hold(HeldBackups.NONE);
    shop.nextRun();
    shop.expire();
    assertThat(keys()).isEmpty();
  }

  @Test
  void invariant10HoldsAreCheckedAgainBeforeTheSwap() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              throw new HoldsChanged();
            }));
    assertThatThrownBy(shop::erase).isInstanceOf(HoldsChanged.class);
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.expire(); // the same run, in which Ann is held now
    assertOutOf(DUMP, ShopDump.ofTheDatabase());
    assertThat(keys()).containsExactly(DUMP);
    assertThat(shop.ledger()).isEmpty();
  }
}
